import type { useTranslations } from 'next-intl'
import { createTranslator } from 'use-intl/core'
import type { Series } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { formatRecurrence } from '@/lib/event-text/recurrence-text'
import type { T as RepeatTranslator } from '@/lib/event-text/rule-phrases'
import { type EventTranslator, formatInEventZones, formatWhen } from '@/lib/event-text/when-text'
import { languageOf, toFormattingLocale } from '@/lib/schemas/languages'

export interface EventMailTexts extends Awaited<ReturnType<typeof eventMailTexts>> {
  t: MailTranslator
}

/** Returns the texts of mails about events in a language. */
export async function eventMailTexts(locale: string) {
  const language = languageOf(locale)
  const [mail, event, repeat] = await Promise.all(
    ['mail', 'event', 'repeat'].map(
      async (namespace) => (await import(`../../messages/${language}/${namespace}.json`)).default,
    ),
  )
  const messages = { mail, event, repeat }
  const t: MailTranslator = createTranslator({ locale: language, messages, namespace: 'mail' })
  const eventText: EventTranslator = createTranslator({ locale: language, messages, namespace: 'event' })
  const repeatText: RepeatTranslator = createTranslator({ locale: language, messages, namespace: 'repeat' })
  const formatting = toFormattingLocale(locale)
  const { hourCycle } = new Intl.DateTimeFormat(formatting, { hour: 'numeric' }).resolvedOptions()
  const style = { locale: formatting, hourCycle: hourCycle === 'h12' ? hourCycle : ('h23' as const) }
  return {
    ...{ language, t },
    when: (span: Span) =>
      span.type === 'timed'
        ? formatInEventZones(span, { ...style, timeZone: span.startZone }, 0, eventText)
        : formatWhen(span, { ...style, timeZone: 'UTC' }, 0, eventText),
    /** Formats a span in a zone, without naming the zone. */
    whenIn: (span: Span, timeZone: Zone) => formatWhen(span, { ...style, timeZone }, 0, eventText),
    recurrence: (series: Pick<Series, 'span' | 'recurrence'>) => formatRecurrence(series, style, repeatText),
  }
}

type MailTranslator = ReturnType<typeof useTranslations<'mail'>>
