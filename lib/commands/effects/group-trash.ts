import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { groups } from '@/db/schema/groups'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import { trashCalendar } from './calendar-trash'

/** Moves a group and its calendars to the trash with the same time of deletion, by which they are restored together. */
export async function trashGroup(
  tx: Tx,
  { id, name }: { id: string; name: string },
  now: Date,
): Promise<{ changes: Change[] }> {
  await tx.select({ id: groups.id }).from(groups).where(eq(groups.id, id)).for('update')
  const all = await tx
    .select()
    .from(calendars)
    .where(and(eq(calendars.ownerGroupId, id), isNull(calendars.deletedAt)))
    .for('no key update')
  const changes: Change[] = [
    { stream: streamName('group', id), entity: 'group', id, op: 'removed', before: { name } },
  ]
  for (const calendar of all) {
    changes.push(...(await trashCalendar(tx, calendar, now)).changes)
  }
  // Comes after the calendars: until then the group's members still see the placements that are notified.
  await tx.update(groups).set({ deletedAt: now }).where(eq(groups.id, id))
  return { changes }
}
