import { Repeat } from 'lucide-react'
import type { useTranslations } from 'next-intl'
import { DAY } from '@/lib/calendar/day'
import { dateNumber, formatWall } from '@/lib/calendar/format'
import { instantsOf, type Span, wallsOf } from '@/lib/calendar/span'
import { formatRecurrence } from '@/lib/event-text/recurrence-text'
import { type EventTranslator, formatInEventZones, formatWhen } from '@/lib/event-text/when-text'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'
import { LocalTime } from './local-time'

/** Translators for times and recurrence rules. */
export interface WhenTranslators {
  event: EventTranslator
  repeat: ReturnType<typeof useTranslations<'repeat'>>
}

/**
 * Date and time of an event: the date as a calendar page, the time in the event's zone and, if it differs, in the
 * guest's.
 */
export function GuestWhen({ page, format, today, t, words }: GuestProps & { words: WhenTranslators }) {
  const { span, series, occurrence } = page
  const when = formatSpan(span, format, today, words.event)
  const day = Math.floor(wallsOf(span, format.timeZone).start / DAY)
  return (
    <div className={styles.when}>
      <DatePage day={day} locale={format.locale} />
      <div className={styles.whenText}>
        <p className={styles.time}>{series && !occurrence ? t('next', { when }) : when}</p>
        {span.type === 'timed' && (
          <LocalTime
            {...instantsOf(span, span.startZone)}
            zone={span.startZone}
            locale={format.locale}
            label={t('localTime')}
          />
        )}
        {series && !occurrence && (
          <p className={styles.repeat}>
            <Repeat size={14} role="img" aria-label={t('repeats')} />{' '}
            {formatRecurrence(series, format, words.repeat)}
          </p>
        )}
      </div>
    </div>
  )
}

/** Formats a span with the names of its zones. */
export function formatSpan(
  span: Span,
  format: GuestProps['format'],
  today: number,
  t: EventTranslator,
): string {
  return span.type === 'timed'
    ? formatInEventZones(span, format, today, t)
    : formatWhen(span, format, today, t)
}

/** A day drawn as a calendar page. Hidden from screen readers, because the text beside it contains the date. */
function DatePage({ day, locale }: { day: number; locale: string }) {
  return (
    <div className={styles.datePage} aria-hidden="true">
      <span>{formatWall(day * DAY, locale, { month: 'short' })}</span>
      <strong>{dateNumber(day, locale)}</strong>
      <small>{formatWall(day * DAY, locale, { weekday: 'short' })}</small>
    </div>
  )
}
