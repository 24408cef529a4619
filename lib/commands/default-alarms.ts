import { notificationPreferences } from '@/db/schema/notifications'
import { isEqual } from '@/lib/calendar/is-equal'
import { writeDefaultAlarms } from '@/lib/commands/effects/default-alarms'
import { command } from '@/lib/commands/pipeline/execute'
import { userDefaultAlarms } from '@/lib/queries/default-alarms'
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
    const changes = await writeDefaultAlarms(tx, userId, id, async (before) =>
      reset
        ? { own: false, ...(await userDefaultAlarms(tx, userId)) }
        : { own: true, timed: timed ?? before.timed, allDay: allDay ?? before.allDay },
    )
    return { result: { id }, changes }
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
