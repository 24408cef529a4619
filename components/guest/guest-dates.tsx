import { ChevronRight } from 'lucide-react'
import { type EventTranslator, formatWhen } from '@/lib/event-text/when-text'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'

/** The next dates of a series with the guest's answers. Each links to the page of its occurrence. */
export function GuestDates({ page, path, format, today, t, event }: GuestProps & { event: EventTranslator }) {
  if (!page.dates.length) return null
  return (
    <section className={styles.section} aria-labelledby="dates">
      <h2 id="dates">{t('dates')}</h2>
      <ul className={styles.dates}>
        {page.dates.map(({ id, span, status }) => (
          <li key={id}>
            <a
              href={`${path}?occurrence=${encodeURIComponent(id)}`}
              aria-current={id === page.occurrence ? 'true' : undefined}
            >
              <span className={styles.date}>{formatWhen(span, format, today, event)}</span>
              <span className={`${styles.status} ${styles[status]}`}>{t(`answers.${status}`)}</span>
              <ChevronRight size={16} className="flips" aria-hidden />
            </a>
          </li>
        ))}
      </ul>
      {page.occurrence && page.isSeriesGuest && (
        <p>
          <a href={path}>{t('allDates')}</a>
        </p>
      )}
    </section>
  )
}
