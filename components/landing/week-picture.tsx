import { getLocale, getTranslations } from 'next-intl/server'
import { DAY } from '@/lib/calendar/day'
import { formatWall } from '@/lib/calendar/format'
import styles from './week-picture.module.css'

/** Events of the picture: column, first row and number of rows (half hours from eight), color and text. */
const EVENTS = [
  { day: 0, row: 1, rows: 3, color: 'sky', text: 'school' },
  { day: 0, row: 12, rows: 3, color: 'emerald', text: 'football' },
  { day: 1, row: 3, rows: 2, color: 'tomato', text: 'dentist' },
  { day: 1, row: 9, rows: 4, color: 'violet', text: 'choir' },
  { day: 2, row: 1, rows: 3, color: 'sky', text: 'school' },
  { day: 2, row: 13, rows: 4, color: 'tangerine', text: 'dinner' },
  { day: 3, row: 5, rows: 3, color: 'pink', text: 'shopping' },
  { day: 3, row: 12, rows: 3, color: 'emerald', text: 'football' },
  { day: 4, row: 2, rows: 2, color: 'amber', text: 'bins' },
  { day: 4, row: 11, rows: 5, color: 'indigo', text: 'cinema' },
] as const

/** A Monday; only its weekday matters. */
const MONDAY = 4 * DAY

/**
 * A picture of a family's week, drawn with the colors of the product, so that it is sharp at any size and follows the
 * theme. Decorative: screen readers skip it.
 */
export async function WeekPicture() {
  const t = await getTranslations('landing')
  const locale = await getLocale()
  return (
    <div className={styles.week} aria-hidden="true">
      <p className={styles.trip}>
        <span className="c-teal">{t('picture.grandparents')}</span>
      </p>
      {Array.from({ length: 5 }, (_, day) => (
        <div key={day} className={styles.day} style={{ gridColumn: day + 1 }}>
          <b>{formatWall(MONDAY + day * DAY, locale, { weekday: 'short' })}</b>
          <div className={styles.hours}>
            {EVENTS.filter((event) => event.day === day).map(({ row, rows, color, text }) => (
              <span key={row} className={`c-${color}`} style={{ gridRow: `${row} / span ${rows}` }}>
                {t(`picture.${text}`)}
              </span>
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
