import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { calendarSettings } from '@/db/schema/calendars'
import { alarms } from '@/db/schema/layers'
import { isEqual } from '@/lib/calendar/is-equal'
import type { Change } from '@/lib/commands/pipeline/changes'
import { type CalendarAlarms, calendarAlarms } from '@/lib/queries/default-alarms'
import { streamName } from '@/lib/realtime/channels'

/** Replaces a user's default alarms of a calendar. The caller has locked the user. */
export async function writeDefaultAlarms(
  tx: Tx,
  userId: string,
  id: string,
  toNext: (before: CalendarAlarms) => CalendarAlarms | Promise<CalendarAlarms>,
): Promise<Change[]> {
  const before = await calendarAlarms(tx, userId, id)
  const after = await toNext(before)
  if (isEqual(before, after)) return []
  await tx.delete(alarms).where(and(eq(alarms.userId, userId), eq(alarms.calendarId, id)))
  const rows = (['timed', 'allDay'] as const).flatMap((list) =>
    after[list].map((alarm, order) => ({
      ...{ id: uuidv7(), userId, calendarId: id, allDay: list === 'allDay', order },
      ...alarm,
    })),
  )
  if (after.own && rows.length) await tx.insert(alarms).values(rows)
  await tx
    .insert(calendarSettings)
    .values({ userId, calendarId: id, ownAlarms: after.own })
    .onConflictDoUpdate({
      target: [calendarSettings.userId, calendarSettings.calendarId],
      set: { ownAlarms: after.own },
    })
  return [{ stream: streamName('user', userId), entity: 'alarms', id, op: 'changed', before, after }]
}
