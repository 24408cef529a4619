import { withoutAccounts } from '@/lib/calendar/portable'
import { redactToTitle } from '@/lib/calendar/redact-to-title'
import { calendarObjectOf } from '@/lib/calendar/server/calendar-object'
import { snapshotOf } from './event-snapshot'
import type { ExportedEvent, exportPage } from './export-rows'

type Row = Awaited<ReturnType<typeof exportPage>>[number]

const UNKNOWN = new Date(0)

export function toExportedEvent(
  { row, detail, attendees, answers, names, ...rest }: Row,
  calendar: string,
): ExportedEvent {
  const {
    id,
    uid,
    sequence,
    calendarId: _,
    ...snapshot
  } = snapshotOf({
    ...row,
    calendarId: calendar,
    attendees,
    hiddenFrom: [],
    groups: [],
  })
  const {
    splitFrom: __,
    createdBy: ___,
    version: ____,
    hiddenFrom: _____,
    groups: ______,
    organizerId: _______,
    ...own
  } = snapshot
  const content = calendarObjectOf(own, answers)
  const nameOf = (userId: string) =>
    attendees.find((attendee) => attendee.userId === userId)?.name ?? names[userId]
  return {
    id,
    uid,
    // SEQUENCE and timestamps would reveal edits of fields that a viewer by title does not see.
    ...(detail === 'title'
      ? { sequence: 0, created: UNKNOWN, modified: UNKNOWN }
      : { sequence, created: row.createdAt, modified: row.updatedAt }),
    calendar,
    content: detail === 'title' ? redactToTitle(content) : withoutAccounts(content, nameOf),
    ...rest,
  }
}
