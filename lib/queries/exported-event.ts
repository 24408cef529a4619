import { withoutAccounts } from '@/lib/calendar/portable'
import { redactToTitle } from '@/lib/calendar/redact-to-title'
import { mapAttendees } from '@/lib/calendar/series/map-attendees'
import { calendarObjectOf } from '@/lib/calendar/server/calendar-object'
import { snapshotOf } from './event-snapshot'
import type { ExportedEvent, exportPage } from './export-rows'

type Row = Awaited<ReturnType<typeof exportPage>>[number]

const UNKNOWN = new Date(0)

export function toExportedEvent(
  { row, detail, hidesGuests, attendees, answers, names, ...rest }: Row,
  calendar: string,
  readerId: unknown,
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
  const shown = <P extends { userId: string | null }>(people: readonly P[]) =>
    hidesGuests ? people.filter(({ userId }) => userId !== null && userId === readerId) : [...people]
  const content = calendarObjectOf(
    { ...own, attendees: shown(own.attendees), overrides: mapAttendees(own.overrides, shown) },
    answers,
  )
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
