import { DAY } from '@/lib/calendar/day'
import type { EditPlan } from '@/lib/calendar/edits/plan'
import { type EventContent, spanForKind } from '@/lib/calendar/event'
import { optimisticTuple } from '@/lib/calendar/optimistic-event'
import { occurrenceAt, occurrences } from '@/lib/calendar/series/series'
import type { Range, Tuple } from '@/lib/calendar/tuple'
import { detailContent } from '@/lib/schemas/detail-content'
import { withTexts, withTimes } from './changed-tuple'
import { targetOf } from './join-entry'
import type { OutboxEntry } from './outbox-entry'
import { planChange } from './plan-change'

/** The parts into which waiting changes split a series. */
export type SeriesParts = EventContent[]

/** Returns the stored series with waiting changes of more than one occurrence, by event id. */
export function storedSeries(entries: readonly OutboxEntry[]): Map<string, SeriesParts> {
  const found = new Map<string, SeriesParts>()
  for (const { series, input } of entries) {
    const { id } = targetOf(input)
    if (series && !found.has(id)) found.set(id, [detailContent(series)])
  }
  return found
}

/**
 * Draws a change of one or more occurrences of a series. Occurrences that are drawn already keep what the stored series
 * does not contain. Returns null if the change cannot be planned.
 */
export function drawSeriesChange(
  range: Range,
  parts: SeriesParts,
  entry: OutboxEntry,
): { range: Range; parts: SeriesParts } | null {
  const { id, occurrence, scope } = targetOf(entry.input)
  if (occurrence === undefined) return null
  const part = parts.find((content) => occurrenceAt(content, occurrence))
  const plan = part && planChange(entry, part)
  if (!plan) return null
  const ofPart = (tuple: Tuple) => tuple[0] === id && isOccurrence(part, tuple[7])
  const calendar = range.calendars.findIndex(([calendarId]) => calendarId === part.calendarId)
  const drawn = drawPlan(range, plan, range.tuples.filter(ofPart), { id, calendar })
  const isChanged = (tuple: Tuple, isSplit: boolean) =>
    isSplit || scope === 'all' || (scope === 'this' && tuple[7] === occurrence)
  const changed = drawn.map(({ tuple, isSplit }) =>
    isChanged(tuple, isSplit) ? withTexts(tuple, entry.input.patch ?? {}) : tuple,
  )
  const next = [plan.event, plan.split].filter((content) => content !== null)
  return {
    range: { ...range, tuples: [...range.tuples.filter((tuple) => !ofPart(tuple)), ...changed] },
    parts: parts.flatMap((content) => (content === part ? next : [content])),
  }
}

/** Returns the tuples of both events of a plan, based on those of the same occurrences before. */
function drawPlan(
  range: Range,
  { event, split, follow }: EditPlan,
  before: readonly Tuple[],
  { id, calendar }: { id: string; calendar: number },
): { tuple: Tuple; isSplit: boolean }[] {
  const known = new Map<string, Tuple>()
  for (const tuple of before) {
    const next = follow(String(tuple[7]))
    if (next) known.set(`${next.id} ${next.split}`, tuple)
  }
  const draw = (content: EventContent | null, isSplit: boolean) =>
    content
      ? occurrencesIn(content, range).flatMap(({ id: occurrence, span }) => {
          const former = known.get(`${occurrence} ${isSplit}`)
          const shown = { ...content, id, span: spanForKind(content.kind, span), rules: [] }
          const recurrenceId = content.recurrence ? occurrence : 0
          if (!former && calendar < 0) return []
          const tuple = former
            ? withTimes(former, shown.span, recurrenceId)
            : optimisticTuple(shown, calendar, shown.span, recurrenceId)
          return [{ tuple, isSplit }]
        })
      : []
  return [...draw(event, false), ...draw(split, true)]
}

/** The range's days are in the viewer's zone, which can be up to a day from the zone of the series. */
function occurrencesIn(content: EventContent, { from, to }: Range) {
  return occurrences(content, { from: (from - 1) * DAY, to: (to + 1) * DAY })
}

function isOccurrence(content: EventContent, id: Tuple[7]): boolean {
  return content.recurrence ? id !== 0 && occurrenceAt(content, id) !== undefined : id === 0
}
