import type { useTranslations } from 'next-intl'
import { DAY, MINUTE } from '@/lib/calendar/day'
import { type DateFormat, joinParts, mediumDay } from '@/lib/calendar/format'
import { exactTime, fullTime, zoneOffsetName } from '@/lib/calendar/format-time'
import { instantsOf, type Span, wallsOf } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { offsetIfRepeated } from '@/lib/calendar/zones/wall-time-anomaly'
import { zoneCityName } from '@/lib/calendar/zones/zone-names'

/** Translator of the namespace `event`. */
export type EventTranslator = ReturnType<typeof useTranslations<'event'>>

/** A user's date and time format, with the zone in which times are shown. */
export interface ZonedDateFormat extends DateFormat {
  timeZone: string
}

type Timed = Extract<Span, { type: 'timed' }>

/** Formats a span in the viewer's zone. `today`: a day number; dates of its year omit the year. */
export function formatWhen(span: Span, viewer: ZonedDateFormat, today: number, t: EventTranslator): string {
  const { start, end } = wallsOf(span, viewer.timeZone)
  const first = Math.floor(start / DAY)
  const last = span.type === 'all-day' ? end / DAY - 1 : Math.floor(end / DAY)
  const day = (number: number) => mediumDay(number, viewer.locale, today)
  const joined = (...parts: string[]) => joinParts(parts, viewer.locale)
  if (span.type === 'all-day')
    return first === last ? day(first) : t('fromTo', { from: day(first), to: day(last) })
  const [startOffset, endOffset] = offsetsIfRepeated(span, viewer)
  const from = joined(day(first), exactTime(start, viewer, startOffset))
  if (start === end && startOffset === endOffset) return from
  return t('fromTo', {
    from,
    to: joined(...(first === last ? [] : [day(last)]), exactTime(end, viewer, endOffset)),
  })
}

/** Returns the offsets of start and end where the viewer's clock shows the hour twice. */
function offsetsIfRepeated(span: Span, { timeZone }: ZonedDateFormat): (number | undefined)[] {
  if (span.type !== 'timed') return []
  const { from, to } = instantsOf(span, timeZone)
  return [from, to].map((instant) => offsetIfRepeated(instant, timeZone))
}

/** Formats a span in its own zones: `10:00 New York (GMT−5) – 22:10 London (GMT)`. */
export function formatInEventZones(
  span: Timed,
  viewer: ZonedDateFormat,
  today: number,
  t: EventTranslator,
): string {
  const { from, to } = instantsOf(span, viewer.timeZone)
  const inZone = (instant: number, zone: string) => {
    const wall = wallAt(instant, zone)
    const offset = zoneOffsetName(zone, instant, viewer.locale)
    return {
      day: mediumDay(Math.floor(wall / DAY), viewer.locale, today),
      time: fullTime(wall, viewer),
      place: zone === 'UTC' ? zone : `${zoneCityName(zone)} (${offset})`,
    }
  }
  const [start, end] = [inZone(from, span.startZone), inZone(to, span.endZone)]
  const begin = joinParts([start.day, start.time], viewer.locale)
  if (from === to) return `${begin} ${start.place}`
  const ends = `${end.time} ${end.place}`
  // Omits what both ends have in common.
  return t('fromTo', {
    from: start.place === end.place ? begin : `${begin} ${start.place}`,
    to: start.day === end.day ? ends : joinParts([end.day, ends], viewer.locale),
  })
}

/** Formats the duration of a span whose ends are in different zones: `7 h 10 min`. */
export function formatDuration(span: Span, t: EventTranslator): string | undefined {
  if (span.type !== 'timed' || span.startZone === span.endZone) return undefined
  const { from, to } = instantsOf(span, span.startZone)
  const minutes = Math.floor((to - from) / MINUTE)
  if (minutes < 1) return undefined
  return t('lasts', { hours: Math.floor(minutes / 60), minutes: minutes % 60 }).trim()
}
