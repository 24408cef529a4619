import { createTranslator } from 'use-intl/core'
import { DAY } from '@/lib/calendar/day'
import type { Span } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { type EventTranslator, formatWhen } from '@/lib/event-text/when-text'
import { languageOf, toFormattingLocale } from '@/lib/schemas/languages'

/** Formats the time of an event in a zone, in the language of a mail. */
export async function mailedWhen(span: Span, timeZone: string, locale: string): Promise<string> {
  const language = languageOf(locale)
  const { default: event } = await import(`../../messages/${language}/event.json`)
  const t = createTranslator({ locale: language, messages: { event }, namespace: 'event' }) as EventTranslator
  const today = Math.floor(wallAt(Date.now(), timeZone) / DAY)
  return formatWhen(span, { timeZone, locale: toFormattingLocale(locale), hourCycle: 'h23' }, today, t)
}
