import { DAY, type Day, dayOf, type WallMs } from './day'
import { parseDateText, withLatinDigits } from './parse-date'
import { type DateParser, localDate, toDay } from './typed-event'

/**
 * Parses a text that is nothing but a date: "24 dec", "next friday", "in 3 weeks".
 *
 * @param parser the parser of the user's language; null while it is loading: only {@link parseDateText} is used then
 * @param now the user's wall clock, which "tomorrow" refers to
 * @returns null if the text is not a date, or needs the parser that is still loading
 */
export function parseTypedDay(
  text: string,
  locale: string,
  parser: DateParser | null,
  now: WallMs,
): Day | null {
  const typed = text.trim()
  const exact = parseDateText(typed, locale, dayOf(Math.floor(now / DAY)))
  if (exact || !parser) return exact
  const [found, more] = parser.parse(withLatinDigits(typed), localDate(now), { forwardDate: true })
  return found && !more && found.text.length === typed.length ? toDay(found.start) : null
}
