import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { calendarSettings } from '@/db/schema/calendars'
import { alarms } from '@/db/schema/layers'
import { notificationPreferences } from '@/db/schema/notifications'
import { isEqual } from '@/lib/calendar/is-equal'
import { command } from '@/lib/commands/pipeline/execute'
import { calendarAlarms, userDefaultAlarms } from '@/lib/queries/default-alarms'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/alarms'
import { idOutput } from '@/lib/schemas/outputs'

/**
 * Replaces the user's default alarms for timed or all-day events of a calendar. After that, the defaults for all
 * calendars do not apply to this calendar until it is reset.
 */
export const setDefaultAlarms = command({
  name: 'setDefaultAlarms',
  input: schemas.setDefaultAlarms,
  output: idOutput,
  // The user's row is granted first because that locks it: two concurrent requests run one after the other.
  on: ({ calendar }) => ({ self: ['own', 'self', null], calendar: ['read', 'calendar', calendar] }),
  async run({ tx, grants }, { timed, allDay, reset }) {
    const userId = grants.self.row.id
    const { id } = grants.calendar.row
    const before = await calendarAlarms(tx, userId, id)
    const after = reset
      ? { own: false, ...(await userDefaultAlarms(tx, userId)) }
      : { own: true, timed: timed ?? before.timed, allDay: allDay ?? before.allDay }
    if (isEqual(before, after)) return { result: { id }, changes: [] }
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
    return {
      result: { id },
      changes: [{ stream: streamName('user', userId), entity: 'alarms', id, op: 'changed', before, after }],
    }
  },
})

/** Replaces the user's default alarms for timed or all-day events of all calendars that have none of their own. */
export const setUserDefaultAlarms = command({
  name: 'setUserDefaultAlarms',
  input: schemas.setUserDefaultAlarms,
  output: idOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { timed, allDay }) {
    const { id } = grants.self.row
    const before = await userDefaultAlarms(tx, id)
    const after = { timed: timed ?? before.timed, allDay: allDay ?? before.allDay }
    if (isEqual(before, after)) return { result: { id }, changes: [] }
    await tx
      .insert(notificationPreferences)
      .values({ userId: id, defaultAlarms: after })
      .onConflictDoUpdate({ target: notificationPreferences.userId, set: { defaultAlarms: after } })
    return {
      result: { id },
      changes: [{ stream: streamName('user', id), entity: 'alarms', id, op: 'changed', before, after }],
    }
  },
})
