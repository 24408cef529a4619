import { eq } from 'drizzle-orm'
import { calendars } from '@/db/schema/calendars'
import { merge } from '@/lib/calendar/merge'
import { countOtherCalendars } from '@/lib/commands/checks/calendar-limits'
import { calendarSnapshot, trashCalendar } from '@/lib/commands/effects/calendar-trash'
import { addCalendar } from '@/lib/commands/effects/new-calendar'
import { versionAt } from '@/lib/commands/pipeline/earlier-version'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/calendars'
import { idOutput } from '@/lib/schemas/outputs'

/** Creates a calendar of the user or of a group. */
export const createCalendar = command({
  name: 'createCalendar',
  input: schemas.createCalendar,
  output: idOutput,
  on: ({ group }) => ({
    self: ['own', 'self', null],
    group: group === undefined ? undefined : ['share', 'group', group],
  }),
  async run({ tx, grants }, fields) {
    const owner = { userId: grants.self.row.id, groupId: grants.group?.row.id }
    const { id, changes } = await addCalendar(tx, owner, fields)
    return { result: { id }, changes }
  },
})

/** Changes the name, color and description of a calendar for everyone who sees it. */
export const updateCalendar = command({
  name: 'updateCalendar',
  input: schemas.updateCalendar,
  output: schemas.updateCalendarOutput,
  on: ({ calendar }) => ({ calendar: ['own', 'calendar', calendar] }),
  async run({ tx, grants }, { version, patch }) {
    const before = calendarSnapshot(grants.calendar.row)
    const { id } = grants.calendar.row
    const base =
      version === before.version ? before : await versionAt<typeof before>(tx, 'calendar', id, version)
    const { patch: merged, conflicts } = merge<Partial<typeof before>>(base, before, patch)
    if (Object.keys(conflicts).length) {
      throw new AppError('CONFLICT', {
        data: { id, version: before.version, current: editableFields(before), fields: conflicts },
      })
    }
    if (!Object.keys(merged).length) {
      return { result: { id, version: before.version, current: editableFields(before) }, changes: [] }
    }
    const after = { ...before, ...merged, version: before.version + 1 }
    await tx.update(calendars).set(after).where(eq(calendars.id, id))
    return {
      result: { id, version: after.version, current: editableFields(after) },
      changes: [{ stream: streamName('calendar', id), entity: 'calendar', id, op: 'changed', before, after }],
    }
  },
})

/** Moves a calendar and its events to the trash. The last calendar of a user or a group cannot be deleted. */
export const deleteCalendar = command({
  name: 'deleteCalendar',
  input: schemas.deleteCalendar,
  output: schemas.deleteCalendarOutput,
  on: ({ calendar }) => ({ calendar: ['own', 'calendar', calendar] }),
  async run({ tx, grants, now }) {
    const { row } = grants.calendar
    if ((await countOtherCalendars(tx, row)) === 0)
      throw new AppError('CONFLICT', { data: { reason: 'last_calendar' } })
    const { events, changes } = await trashCalendar(tx, row, now)
    return { result: { id: row.id, events }, changes }
  },
})

/** Returns the editable fields of a calendar. */
function editableFields({ name, color, description }: ReturnType<typeof calendarSnapshot>) {
  return { name, color, description }
}
