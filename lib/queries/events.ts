import type { Grant } from '@/lib/access/grant'
import { canMove, canWrite, type EventRow, isEditor } from '@/lib/access/nouns/event'
import { answerLookup, countedStatus } from '@/lib/calendar/answers'
import { DAY, dayOf } from '@/lib/calendar/day'
import {
  DEFAULT_GUEST_OPTIONS,
  GUEST_OPTION_NAMES,
  NO_TEXTS,
  pick,
  TEXT_FIELD_NAMES,
} from '@/lib/calendar/event-fields'
import { eventLinks } from '@/lib/calendar/links'
import { hasOmittedGuests } from '@/lib/calendar/omitted-guests'
import { personKey } from '@/lib/calendar/participant'
import { waitingGuests } from '@/lib/calendar/places'
import type { Override, RecurrenceId, Series } from '@/lib/calendar/series/recurrence'
import { occurrenceAt } from '@/lib/calendar/series/series'
import { type Span, spanFromRow } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { AppError } from '@/lib/errors'
import type { EventDetail } from '@/lib/schemas/event-detail'

/**
 * Returns an event for its dialog: of a series, one occurrence or the series as a whole. For a viewer who sees only
 * single occurrences, shows the first if none is requested, and leaves out the series. Fields that the viewer may not
 * read are empty.
 * @throws AppError NOT_FOUND if there is no such occurrence
 */
export function eventDetail({ row, actor }: Grant<'read', 'event'>, requested?: RecurrenceId): EventDetail {
  const isFull = row.shown === 'full'
  const isSingle = row.part?.isSingle ?? false
  const occurrence = requested ?? (isSingle ? Object.keys(row.overrides)[0] : undefined)
  const span = spanFromRow(row)
  const series = row.recurrence && { span, recurrence: row.recurrence, overrides: row.overrides }
  const shown = series && occurrence !== undefined ? occurrenceAt(series, occurrence) : undefined
  if (!shown && (occurrence !== undefined || isSingle)) throw new AppError('NOT_FOUND')
  const override: Override = shown?.override ?? {}
  const everyone = isFull ? attendeesAt(row, override, shown?.id ?? null) : []
  // A grant for a guest contains no other attendee.
  const isViewer = ({ userId }: { userId: string | null }) =>
    actor.kind === 'guest' || (actor.kind === 'user' && userId === actor.id)
  const viewer = everyone.find(isViewer)
  const editor = isEditor(row)
  const attendees = row.guestListHidden && !editor ? everyone.filter(isViewer) : everyone
  return {
    id: row.id,
    // The version would reveal edits of fields that are not visible at detail `title`.
    version: isFull ? row.version : 0,
    kind: isFull ? row.kind : 'event',
    ...(isFull ? { ...pick(row, TEXT_FIELD_NAMES), ...pick(override, TEXT_FIELD_NAMES) } : NO_TEXTS),
    title: override.title ?? row.title,
    color: isFull ? (override.color === undefined ? row.color : override.color) : null,
    visibility: isFull ? row.visibility : 'default',
    busy: override.busy ?? row.busy,
    done: isFull && (override.done ?? row.doneAt !== null),
    span: shown?.span ?? span,
    rules: (isFull && row.recurrence?.rules) || [],
    calendarId: row.via,
    placements: row.placements.filter(({ calendarId }) => calendarId !== row.via),
    hiddenPlacements: editor ? row.hiddenPlacements : 0,
    attendees,
    takenPlaces: isFull ? takenPlaces(everyone) : null,
    groups: editor ? row.groups.map((id) => ({ id, name: row.names[id] ?? null })) : [],
    ...(isFull ? pick(row, GUEST_OPTION_NAMES) : DEFAULT_GUEST_OPTIONS),
    organizer:
      isFull && row.organizerId ? { id: row.organizerId, name: row.names[row.organizerId] ?? '' } : null,
    answer: viewer ? pick(viewer, ANSWER_FIELDS) : null,
    hiddenFrom: editor ? row.hiddenFrom.map((id) => ({ id, name: row.names[id] ?? '' })) : [],
    links: isFull ? eventLinks(override.unknown ?? row.unknown) : [],
    guestsOmitted: isFull && hasOmittedGuests(override.unknown ?? row.unknown),
    attachments: isFull ? row.attachments : [],
    createdBy: isFull ? row.createdBy : null,
    occurrence: shown?.id ?? null,
    series: isFull && series && !isSingle ? { ...series, overrides: spansOf(series) } : null,
    editable: canWrite(row),
    readOnly: isFull ? row.readOnly : null,
    placeable: editor,
    movable: isFull && !row.readOnly && canMove(row, actor.kind === 'user' ? actor.id : null),
  }
}

const ANSWER_FIELDS = ['status', 'partySize', 'comment', 'outdatedFor', 'isWaiting', 'isLate'] as const

/** Returns the attendees of an event or occurrence, each with a name and the answer that applies. */
export function attendeesAt(
  row: EventRow,
  override: Override,
  id: RecurrenceId | null,
): EventDetail['attendees'] {
  const { recurrence, overrides } = row
  const lookup = answerLookup({ span: spanFromRow(row), recurrence, overrides }, row.answers, row.managed)
  const people = override.attendees?.map((person, index) => {
    const known = row.attendees.find(
      (attendee) => attendee.userId === person.userId && attendee.email === person.email,
    )
    const name = known?.name ?? (person.userId && row.names[person.userId])
    return { id: known?.id ?? String(index), ...person, name: name ?? person.name }
  })
  const guests = (people ?? row.attendees).map((person) => ({ ...person, ...lookup(person, id) }))
  const waiting = waitingGuests(guests, row.capacity)
  return guests.map(({ answeredAt, ...guest }) => ({
    ...guest,
    color: (guest.userId && row.colors[guest.userId]) || null,
    isWaiting: waiting.has(personKey(guest)),
    isLate: isAfterDeadline(answeredAt, row),
  }))
}

function takenPlaces(guests: EventDetail['attendees']): number {
  const coming = guests.filter((guest) => countedStatus(guest) === 'accepted' && !guest.isWaiting)
  return coming.reduce((sum, { partySize }) => sum + partySize, 0)
}

/** Whether an answer was given after the day until which guests are asked to answer. */
function isAfterDeadline(answeredAt: string | undefined, { answerBy, startZone }: EventRow): boolean {
  if (!answeredAt || !answerBy) return false
  return dayOf(Math.floor(wallAt(Date.parse(answeredAt), startZone ?? 'UTC') / DAY)) > answerBy
}

/** Returns the spans of changed occurrences by recurrence id. The editor needs no other fields of them. */
function spansOf({ overrides }: Series): Record<RecurrenceId, { span?: Span }> {
  return Object.fromEntries(Object.entries(overrides).map(([id, { span }]) => [id, span ? { span } : {}]))
}
