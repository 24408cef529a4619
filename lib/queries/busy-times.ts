import type { Db, Tx } from '@/db/client'
import { userIdOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import type { Reach } from '@/lib/access/reach'
import { opaqueId } from '@/lib/access/secrets'
import { DAY, dayNumber, dayOf, wallMs, wallOf } from '@/lib/calendar/day'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import { LEVELS } from '@/lib/calendar/roles'
import { budgetOf } from '@/lib/calendar/series/budget'
import type { OccurrenceTime } from '@/lib/calendar/series/occurrence-time'
import type { Override } from '@/lib/calendar/series/recurrence'
import { MAX_OCCURRENCES, occurrenceTimes } from '@/lib/calendar/series/times'
import type { EventToWrite } from '@/lib/calendar/server/ical/write'
import { boundsOf, type Span, spanFromRow } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Instant } from '@/lib/calendar/zones/zone'
import { type BusyRow, busyRows, MAX_TIMES } from './busy-rows'

/** Returns the period of published busy times: the past month and the coming year. */
function busyWindow(now: Instant): { from: Instant; to: Instant } {
  const today = Math.floor(now / DAY) * DAY
  return { from: today - 31 * DAY, to: today + 366 * DAY }
}

/** Maximum number of expansion steps for all series of a calendar, shared equally among them. */
const MAX_STEPS = 1_000_000

/**
 * Returns the busy times of a calendar as events without any other content: series are expanded, ids cannot be traced
 * back to events, and equal times are merged. Reminders, cancelled and transparent events do not count.
 *
 * @param isHiddenOnly whether to return only the times that a full feed leaves out: those of private events and of
 * placements with detail `busy`
 */
export async function busyTimes(
  db: Db,
  reader: Reach | Grant<'read', 'feed'>,
  calendarId: string,
  { now, title, isHiddenOnly = false }: { now: Instant; title: string; isHiddenOnly?: boolean },
): Promise<EventToWrite[]> {
  const isVisible =
    'calendars' in reader
      ? reader.calendars.some(({ id }) => id === calendarId)
      : reader.row.calendarId === calendarId
  if (!isVisible) return []
  const window = busyWindow(now)
  const viewer = 'calendars' in reader ? reader : { feedOf: reader.row.createdBy }
  const rows = await busyRows(db, calendarId, window, { viewer, level: isHiddenOnly ? 2 : 1 })
  const times = new Map<string, Span>()
  const repeating = rows.filter(({ recurrence }) => recurrence).length
  const steps = Math.max(1000, Math.floor(MAX_STEPS / Math.max(repeating, 1)))
  for (const row of rows) {
    const series = { span: spanFromRow(row), recurrence: row.recurrence, overrides: row.overrides }
    const limit = Math.min(MAX_OCCURRENCES, MAX_TIMES - times.size)
    for (const time of occurrenceTimes(series, window, limit, budgetOf(steps))) {
      const { type } = time.override?.span ?? series.span
      if (isBusy(row, time.override)) times.set(`${type} ${time.from} ${time.to}`, spanOf(type, time))
    }
    if (times.size >= MAX_TIMES) break
  }
  return [...times]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, span]) => busyEvent(`${opaqueId(`busy ${calendarId} ${key}`)}@kinday`, span, title))
}

/**
 * Returns the id of the event with a non-home placement of detail `busy` in this calendar that covers exactly this
 * span: editors of the calendar know nothing else to identify it by. If several match, any of them.
 */
export async function busyPlacementAt(
  tx: Tx,
  { row, actor }: Grant<'write', 'calendar'>,
  span: Span,
): Promise<string | undefined> {
  const { from, to } = boundsOf(span)
  const window = { from: from - DAY, to: to + DAY }
  const viewer = { userId: userIdOf(actor) }
  const [start, end] = wallTimesOf(span)
  const found = await busyRows(tx, row.id, window, { viewer, level: LEVELS.indexOf(row.level) + 1 })
  const rows = found.filter(({ home }) => !home)
  return rows.find((row) => {
    const eventSpan = spanFromRow(row)
    const series = { span: eventSpan, recurrence: row.recurrence, overrides: row.overrides }
    return occurrenceTimes(series, window).some(({ from, to, override }) => {
      const { type } = override?.span ?? eventSpan
      const [begins, ends] =
        span.type === 'timed' ? [wallAt(from, span.startZone), wallAt(to, span.endZone)] : [from, to]
      return type === span.type && begins === start && ends === end && isBusy(row, override)
    })
  })?.id
}

/** Returns start and end as wall-clock times in the span's own zones. */
function wallTimesOf(span: Span): [start: number, end: number] {
  if (span.type === 'all-day') return [dayNumber(span.start) * DAY, dayNumber(span.end) * DAY]
  return [wallMs(span.start), wallMs(span.end)]
}

function isBusy(row: BusyRow, { busy = row.busy, status = row.status }: Override = {}): boolean {
  return busy && status !== 'cancelled'
}

/** Uses UTC: the event's zone would reveal a location. */
function spanOf(type: Span['type'], { from, to }: OccurrenceTime): Span {
  if (type === 'all-day') return { type, start: dayOf(from / DAY), end: dayOf(to / DAY) }
  if (type === 'floating') return { type, start: wallOf(from), end: wallOf(to) }
  const wall = (instant: Instant) => wallOf(wallAt(instant, 'UTC'))
  return { type, start: wall(from), startZone: 'UTC', end: wall(to), endZone: 'UTC' }
}

function busyEvent(uid: string, span: Span, title: string): EventToWrite {
  const epoch = new Date(0)
  return {
    uid,
    sequence: 0,
    // Creation and modification times would reveal edits.
    created: epoch,
    modified: epoch,
    content: {
      ...{ kind: 'event', status: 'confirmed', ...NO_TEXTS, ...DEFAULT_GUEST_OPTIONS, title, color: null },
      ...{ visibility: 'default', busy: true, done: false, span, recurrence: null, overrides: {} },
      ...{ attendees: [], unknown: [] },
    } as EventToWrite['content'],
  }
}
