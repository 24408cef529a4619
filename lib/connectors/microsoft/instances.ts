import { DAY, dayNumber, dayOf } from '@/lib/calendar/day'
import type { RecurrenceId, Series } from '@/lib/calendar/series/recurrence'
import { wallOfId } from '@/lib/calendar/series/recurrence'
import { slotsBetween } from '@/lib/calendar/series/slots'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { GraphEvent } from './event'
import { horizonOf } from './from-object'
import { MAX_MOVE } from './moves'
import { pagesOf } from './pages'
import type { MicrosoftRequests } from './requests'
import { instantOf } from './times'

/** Graph refuses lists of more than 1,825 days. */
const MAX_DAYS = 1800

const PAGE_SIZE = 500
const MAX_SLOTS = 20_000

/** An occurrence as Graph lists it. */
type Row = Pick<GraphEvent, 'id' | 'type' | 'start' | 'originalStart' | '@odata.etag'>

/** The occurrences of a series, compared with those that its rule generates. */
export interface Instances {
  /** Ids in Graph of all occurrences that exist. */
  ids: Map<RecurrenceId, string>
  /** Occurrences that differ from the series. */
  exceptions: RecurrenceId[]
  /** Occurrences that the rule generates, and that do not exist. */
  deleted: RecurrenceId[]
}

/**
 * Lists the occurrences of a series from its start until the horizon. Graph does not report which ones were deleted.
 * @param zone in which an all-day series starts at midnight
 */
export async function readInstances(
  requests: MicrosoftRequests,
  eventPath: string,
  series: Series,
  zone: Zone,
  signal: AbortSignal,
): Promise<Instances> {
  const { span } = series
  const horizon = horizonOf(span.start)
  const slots = slotsBetween(series, wallOfId(span.start), wallOfId(horizon), MAX_SLOTS)
    .filter((id) => id < horizon)
    .sort()
  const rows = await listRows(requests, eventPath, slots, signal)
  const byDay = new Map(slots.map((id) => [id.slice(0, 10), id]))
  const found: Instances = { ids: new Map(), exceptions: [], deleted: [] }
  const unplaced: Row[] = []
  for (const row of rows) {
    const day = originalDay(row, series, zone)
    const id = byDay.get(day ?? '')
    if (id && !found.ids.has(id)) addTo(found, id, row)
    // Graph lists exceptions without their original start at times, and also exceptions of later slots.
    else if (row.type === 'exception' && (day === null || day < horizon)) unplaced.push(row)
  }
  for (const row of unplaced) {
    const id = nearest(
      slots.filter((slot) => !found.ids.has(slot)),
      row,
    )
    if (id) addTo(found, id, row)
  }
  found.deleted = slots.filter((id) => !found.ids.has(id))
  return found
}

function addTo(found: Instances, id: RecurrenceId, { id: graphId, type }: Row): void {
  found.ids.set(id, graphId!)
  if (type === 'exception') found.exceptions.push(id)
}

async function listRows(
  requests: MicrosoftRequests,
  eventPath: string,
  slots: readonly RecurrenceId[],
  signal: AbortSignal,
): Promise<Row[]> {
  if (!slots.length) return []
  // Moved occurrences are listed at their new times.
  const margin = MAX_MOVE / DAY + 2
  const first = dayNumber(slots[0]!.slice(0, 10)) - margin
  const last = dayNumber(slots.at(-1)!.slice(0, 10)) + margin
  const rows = new Map<string, Row>()
  for (let from = first; from < last; from += MAX_DAYS) {
    const to = Math.min(from + MAX_DAYS, last)
    const range = `startDateTime=${dayOf(from)}T00:00:00Z&endDateTime=${dayOf(to)}T00:00:00Z`
    const path = `${eventPath}/instances?${range}&$select=id,type,start,originalStart&$top=${PAGE_SIZE}`
    for await (const page of pagesOf<Row>(requests, path, signal))
      for (const row of page.rows) if (row.id) rows.set(row.id, row)
  }
  return [...rows.values()]
}

/** Returns the day, in the zone of the series, on which an occurrence started before it was moved; null if unknown. */
function originalDay({ type, start, originalStart }: Row, { span }: Series, zone: Zone): string | null {
  const instant = originalStart ? Date.parse(originalStart) : type === 'exception' ? null : instantOf(start)
  if (instant === null || !Number.isFinite(instant)) return null
  if (span.type === 'timed') return dayOf(Math.floor(wallAt(instant, span.startZone) / DAY))
  // All-day occurrences start at midnight, in UTC or in the zone of the event.
  return dayOf(Math.round((instant % DAY === 0 ? instant : wallAt(instant, zone)) / DAY))
}

function nearest(slots: readonly RecurrenceId[], { start }: Row): RecurrenceId | undefined {
  const at = instantOf(start) ?? 0
  const distance = (id: RecurrenceId) => Math.abs(wallOfId(id) - at)
  const [first] = slots.toSorted((a, b) => distance(a) - distance(b))
  return first && distance(first) <= MAX_MOVE ? first : undefined
}
