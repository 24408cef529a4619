import type { WallMs } from '../day'
import { DAY, dayOf } from '../day'
import { type DateParser, parseTypedEvent } from '../typed-event'
import type { Zone } from '../zones/zone'
import type { Due } from './due'

/** Markers of list items in pasted text: bullets, numbers and empty boxes. */
const MARKER = /^(?:[-*+•–—·▪◦]\s+)?(?:\[[ xX]?\]\s*|[☐☑✓✔]\s*)?(?:\d{1,3}[.)]\s+)?/u

/** Splits typed or pasted text into titles: one per line, without markers and empty lines. */
export function splitTitles(text: string): string[] {
  return text
    .split(/[\n\r\u2028\u2029]+/)
    .map((line) => line.trim().replace(MARKER, '').trim())
    .filter(Boolean)
}

/**
 * Separates the due time from a typed title: "Milk tomorrow", "Call Ana Fri 5pm".
 *
 * @param parser the parser of the user's language; null while it is loading: the text is the title then
 * @param now the user's wall clock
 */
export function parseTypedTask(
  text: string,
  locale: string,
  parser: DateParser | null,
  now: WallMs,
  zone: Zone,
): { title: string; due: Due | null } {
  const typed = parser && parseTypedEvent(text, locale, parser, now)
  if (!typed) return { title: text.trim(), due: null }
  const { title, start } = typed
  // A time without a day is the next such time.
  const today = Math.floor(now / DAY)
  const isPast = start !== undefined && start * 60_000 <= now % DAY
  const day = typed.day ?? dayOf(isPast ? today + 1 : today)
  if (start === undefined) return { title, due: { day, time: null, zone: null } }
  return { title, due: { day, time: timeOf(start), zone } }
}

function timeOf(minutes: number): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`
}
