import { shownPart, withPart } from '@/lib/access/visibility'
import type { EventContent } from '@/lib/calendar/event'
import { withoutAccounts } from '@/lib/calendar/portable'
import { redactToTitle } from '@/lib/calendar/redact-to-title'
import { mapAttendees } from '@/lib/calendar/series/map-attendees'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import { calendarObjectOf } from '@/lib/calendar/server/calendar-object'
import { snapshotOf } from './event-snapshot'
import type { ExportedEvent, exportPage } from './export-rows'

type Row = Awaited<ReturnType<typeof exportPage>>[number]

const NO_TIME = new Date(0)

export function toExportedEvent(
  {
    row,
    detail,
    hidesGuests,
    attendees,
    answers,
    managed,
    attachments,
    hasComments,
    names,
    home,
    placedBy,
    placerLevel,
    ...rest
  }: Row,
  calendar: string,
  readerId: unknown,
): ExportedEvent {
  const whole = snapshotOf({ ...row, calendarId: calendar, attendees, hiddenFrom: [], groups: [] })
  const part = shownPart(whole, whole.span.start, { home, placedBy, placerLevel })
  const only = part?.isSingle ? Object.keys(part.overrides) : undefined
  const { id, uid, sequence, calendarId: _, ...snapshot } = withPart(whole, part)
  const {
    splitFrom: __,
    createdBy: ___,
    version: ____,
    hiddenFrom: _____,
    groups: ______,
    organizerId: _______,
    ...own
  } = snapshot
  const visiblePeople = <P extends { userId: string | null }>(people: readonly P[]) =>
    hidesGuests ? people.filter(({ userId }) => userId !== null && userId === readerId) : [...people]
  const content = calendarObjectOf(
    {
      ...(only ? startingAt(own, only[0]) : own),
      ...{ attendees: visiblePeople(own.attendees), overrides: mapAttendees(own.overrides, visiblePeople) },
    },
    answers,
    managed,
  )
  const nameOf = (userId: string) =>
    attendees.find((attendee) => attendee.userId === userId)?.name ?? names[userId]
  return {
    id,
    uid,
    // SEQUENCE and timestamps would reveal edits of fields that a viewer by title does not see.
    ...(detail === 'title'
      ? { sequence: 0, created: NO_TIME, modified: NO_TIME }
      : { sequence, created: row.createdAt, modified: row.updatedAt }),
    calendar,
    content: detail === 'title' ? redactToTitle(content) : withoutAccounts(content, nameOf),
    ...(only && { only }),
    files: detail === 'title' || readerId === null ? [] : attachments,
    // Comments are about the whole series.
    hasComments: hasComments && detail === 'full' && readerId !== null && !only,
    ...rest,
  }
}

/**
 * Returns single occurrences as a series that starts with the first of them: the first date of the whole series would
 * reveal others.
 */
function startingAt<E extends Omit<EventContent, 'calendarId'>>(
  event: E,
  first: RecurrenceId | undefined,
): E {
  if (first === undefined) return event
  return {
    ...event,
    span: slotSpan(event, first),
    recurrence: { rules: [], dates: event.recurrence!.dates.slice(1), exclusions: [] },
  }
}
