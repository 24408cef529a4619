import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { refuseBeyondCalendarLimit } from '@/lib/commands/checks/calendar-limits'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import { defaultColor } from './default-color'

/** Adds a calendar of a user or of a group. Without a color, it gets one that no other calendar of the user has. */
export async function addCalendar(
  tx: Tx,
  { userId, groupId }: { userId: string; groupId: string | undefined },
  { name, color }: { name: string; color?: string | undefined },
): Promise<{ id: string; changes: Change[] }> {
  const id = uuidv7()
  await refuseBeyondCalendarLimit(tx, {
    ownerGroupId: groupId ?? null,
    ownerUserId: groupId ? null : userId,
  })
  const calendar = {
    ...{ id, ...(groupId ? { ownerGroupId: groupId } : { ownerUserId: userId }) },
    ...{ name, description: '', version: 1, color: color ?? (await defaultColor(tx, userId, id)) },
  }
  await tx.insert(calendars).values(calendar)
  const change = { entity: 'calendar', id, op: 'added', after: calendar } as const
  // The owners' stream gets the change too, since their clients do not follow the new calendar's stream yet.
  const owners = groupId ? streamName('group', groupId) : streamName('user', userId)
  return { id, changes: [streamName('calendar', id), owners].map((stream) => ({ stream, ...change })) }
}
