import { headers } from 'next/headers'
import { getLocale } from 'next-intl/server'
import { DAY } from '@/lib/calendar/day'
import type { Span } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { ZonedDateFormat } from '@/lib/event-text/when-text'
import { toFormattingLocale } from '@/lib/schemas/languages'
import { negotiateLanguage } from './language'

/** Returns the locale of a guest's page: the language that the guest chose, else that of the browser. */
export async function guestLocale(chosen: string | null): Promise<string> {
  if (!chosen) return getLocale()
  return toFormattingLocale(negotiateLanguage((await headers()).get('accept-language') ?? '', chosen))
}

/**
 * Returns the format of dates and times of a guest's page, in the zone in which the span starts, and the number of the
 * current day in that zone.
 */
export function guestFormat(locale: string, span: Span): { format: ZonedDateFormat; today: number } {
  const timeZone = span.type === 'timed' ? span.startZone : 'UTC'
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  const isTwelveHours = hourCycle === 'h12' || hourCycle === 'h11'
  return {
    format: { timeZone, locale, hourCycle: isTwelveHours ? 'h12' : 'h23' },
    today: Math.floor(wallAt(Date.now(), timeZone) / DAY),
  }
}
