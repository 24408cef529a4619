import { addDays, dayNumber } from './day'
import { type SpanDraft, withEndOvernight, withStart } from './draft'
import type { TypedTime } from './typed-event'

const DEFAULT_MINUTES = 60
const DAY_MINUTES = 24 * 60

/**
 * Returns a slot with the typed time: its day if the text names none, its time of day if the text names only a day, and
 * its duration if the text has neither end nor duration. Two days without a time become an all-day span.
 */
export function withTypedTime(slot: SpanDraft, { day, lastDay, start, end, duration }: TypedTime): SpanDraft {
  const moved = day ? withStart(slot, { day }) : slot
  if (start === undefined) return lastDay ? { ...moved, allDay: true, endDay: lastDay } : moved
  const minutes = duration ?? (slot.allDay ? DEFAULT_MINUTES : minutesOf(slot))
  const base = { ...moved, allDay: false, startTime: start }
  if (end !== undefined) {
    return withEndOvernight({ ...base, endDay: lastDay ?? base.startDay, endTime: end })
  }
  const until = start + minutes
  return {
    ...base,
    endDay: addDays(base.startDay, Math.floor(until / DAY_MINUTES)),
    endTime: until % DAY_MINUTES,
  }
}

function minutesOf({ startDay, startTime, endDay, endTime }: SpanDraft): number {
  return (dayNumber(endDay) - dayNumber(startDay)) * DAY_MINUTES + endTime - startTime
}
