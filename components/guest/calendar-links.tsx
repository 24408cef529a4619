import { CalendarPlus } from 'lucide-react'
import { googleLink, outlookLink } from '@/lib/calendar/add-links'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'

/** Links that add the event to the calendar that the guest uses. */
export function CalendarLinks({ page, path, t }: Pick<GuestProps, 'page' | 'path' | 't'>) {
  const isWholeSeries = !page.occurrence && page.isSeriesGuest
  const event = {
    ...page,
    span: isWholeSeries && page.series ? page.series.span : page.span,
    rules: (isWholeSeries && page.series?.recurrence?.rules) || [],
  }
  const file = `${path}/event.ics`
  return (
    <section className={styles.section} aria-labelledby="add-to">
      <h2 id="add-to">
        <CalendarPlus size={18} aria-hidden /> {t('addTo')}
      </h2>
      <p className={styles.buttons}>
        <a className="button" href={googleLink(event)} target="_blank" rel="noopener noreferrer">
          {t('google')}
        </a>
        <a className="button" href={file}>
          {t('apple')}
        </a>
        <a className="button" href={outlookLink(event)} target="_blank" rel="noopener noreferrer">
          {t('outlook')}
        </a>
        <a className="button quiet" href={file} download>
          {t('file')}
        </a>
      </p>
    </section>
  )
}
