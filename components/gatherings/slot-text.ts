import { DAY } from '@/lib/calendar/day'
import { joinParts, longDay, mediumDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import type { ShownSlot } from '@/lib/calendar/gatherings/group-slots'
import type { Span } from '@/lib/calendar/span'
import type { ZonedDateFormat } from '@/lib/event-text/when-text'

/** Formats the time of day of a slot: `19:00 – 21:00`; of dates, the last day or `allDay`. */
export function formatSlotTime(
  { slot, start, end }: ShownSlot<{ span: Span }>,
  format: ZonedDateFormat,
  today: number,
  allDay: string,
): string {
  const first = Math.floor(start / DAY)
  if (slot.span.type === 'all-day') {
    const last = end / DAY - 1
    return last > first ? `– ${mediumDay(last, format.locale, today)}` : allDay
  }
  const last = Math.floor(end / DAY)
  const until = fullTime(end, format)
  if (start === end) return fullTime(start, format)
  // A slot until midnight or in the night needs no date.
  const endsLater = end - start > DAY
  return `${fullTime(start, format)} – ${endsLater ? joinParts([mediumDay(last, format.locale, today), until], format.locale) : until}`
}

/** Formats a slot for screen readers: `Monday, 7 December 2026, 19:00 – 21:00`. */
export function formatSlotLabel(
  shown: ShownSlot<{ span: Span }>,
  format: ZonedDateFormat,
  today: number,
  allDay: string,
): string {
  const day = longDay(Math.floor(shown.start / DAY), format.locale)
  return joinParts([day, formatSlotTime(shown, format, today, allDay)], format.locale)
}
