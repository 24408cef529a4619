import { withShift } from '@/lib/calendar/edits/move'
import { type OptimisticEvent, withEvent, withoutEvent } from '@/lib/calendar/optimistic-event'
import type { Range, Tuple } from '@/lib/calendar/tuple'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { EventFields } from '@/lib/schemas/events'
import { withAnswer, withTexts, withTimes } from './changed-tuple'
import { targetOf } from './join-entry'
import { eventIdsOf, type OutboxEntry, type OutboxInput, type StreamPositions } from './outbox-entry'
import { drawSeriesChange, storedSeries } from './pending-series'

/**
 * Returns the entries that a range of the server does not contain yet. Those that it contains must not be drawn over
 * it: they would show a new event twice, or move an event twice.
 * @param sent the positions of the streams after the entries that the server has executed, by their keys
 */
export function entriesMissingIn(
  { calendars }: Range,
  entries: readonly OutboxEntry[],
  sent: ReadonlyMap<string, StreamPositions>,
): OutboxEntry[] {
  const isContained = (positions: StreamPositions) =>
    calendars.some(([id, , , , , seq]) => seq >= (positions[`calendar-${id}`] ?? Number.POSITIVE_INFINITY))
  return entries.filter(({ key }) => {
    const positions = sent.get(key)
    return !positions || !isContained(positions)
  })
}

/**
 * Returns a range of the server with the changes that wait in the outbox. Not for a range that contains them already,
 * see {@link entriesMissingIn}. `zone`: that of the viewer.
 */
export function withPending(range: Range, entries: readonly OutboxEntry[], zone: Zone): Range {
  const series = storedSeries(entries)
  return entries.flatMap(splitEntry).reduce((shown, entry) => {
    const { id } = targetOf(entry.input)
    const parts = series.get(id)
    const drawn = parts && drawSeriesChange(shown, parts, entry)
    if (!drawn) return drawChange(shown, entry, zone)
    series.set(id, drawn.parts)
    return drawn.range
  }, range)
}

/** An entry that concerns one event: `id` is that event's, also of one that it creates. */
type SingleEntry = OutboxEntry & { id: string }

function splitEntry(entry: OutboxEntry): SingleEntry[] {
  return eventIdsOf(entry).map((id, index) => {
    const { events } = entry.input
    return { ...entry, id, input: events ? { ...entry.input, events: [events[index]!] } : entry.input }
  })
}

function drawChange(range: Range, { command, input, id, copied }: SingleEntry, zone: Zone): Range {
  switch (command) {
    case 'createEvent':
      return withEvent(range, optimisticEvent(id, input as unknown as EventFields))
    case 'copyEvents':
      return copied ? withEvent(range, { ...copied, id }) : range
    case 'deleteEvent':
    case 'deleteEvents':
      return withDelete(range, input)
    case 'moveEvents':
      return withShift(range, id, targetOf(input).occurrence ?? 0, input.by!, 'all', zone)
    case 'updateEvent':
      return withPatch(range, input)
    case 'answerEvent':
      return changeTuples(range, input, (tuple) => withAnswer(tuple, String(input.status)))
    default:
      return range
  }
}

function optimisticEvent(id: string, fields: EventFields): OptimisticEvent {
  const { calendarId, title, color = null, span, rules = [], kind = 'event' } = fields
  const { visibility = 'default', busy = true, done = false } = fields
  return { id, calendarId, title, color, span, rules, kind, visibility, busy, done }
}

function withDelete(range: Range, input: OutboxInput): Range {
  const { id, occurrence, scope } = targetOf(input)
  if (!occurrence || scope === 'all') return withoutEvent(range, id)
  if (scope === 'this') return withoutEvent(range, id, occurrence)
  return { ...range, tuples: range.tuples.filter((tuple) => !isAbout(tuple, input)) }
}

function withPatch(range: Range, input: OutboxInput): Range {
  const { span, calendarId } = (input.patch ?? {}) as Partial<EventFields>
  const { scope } = targetOf(input)
  const calendar = range.calendars.findIndex(([other]) => other === calendarId)
  const isMoved = calendarId !== undefined && scope !== 'this'
  // In a calendar that the range does not contain.
  if (isMoved && calendar < 0) return withDelete(range, input)
  return changeTuples(range, input, (tuple) => {
    const changed = withTexts(tuple, input.patch ?? {})
    if (isMoved) changed[1] = calendar
    // The span of a series is not that of its occurrences.
    return span && !isWholeSeries(tuple, input) ? withTimes(changed, span) : changed
  })
}

function changeTuples(range: Range, input: OutboxInput, change: (tuple: Tuple) => Tuple): Range {
  return { ...range, tuples: range.tuples.map((tuple) => (isAbout(tuple, input) ? change(tuple) : tuple)) }
}

function isAbout(tuple: Tuple, input: OutboxInput): boolean {
  const { id, occurrence, scope } = targetOf(input)
  if (tuple[0] !== id) return false
  if (!occurrence || scope === 'all') return true
  // Recurrence ids of a series have the same format, so that their order is that of time.
  return scope === 'following' ? String(tuple[7]) >= occurrence : tuple[7] === occurrence
}

function isWholeSeries(tuple: Tuple, input: OutboxInput): boolean {
  return tuple[7] !== 0 && targetOf(input).scope !== 'this'
}
