import { dayOf } from '@/lib/calendar/day'
import { dateNumber, longDay, mediumDay } from '@/lib/calendar/format'
import styles from './day-head.module.css'

/** The head of a day's column in a grid, with a button that opens the day. */
export function DayHead({
  day,
  isToday,
  locale,
  onDay,
}: {
  day: number
  isToday: boolean
  locale: string
  onDay(day: number): void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a column of an ARIA grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid's focus is on its cells
    <div role="columnheader" className={styles.column} aria-current={isToday ? 'date' : undefined}>
      <button
        type="button"
        className={styles.name}
        onClick={() => onDay(day)}
        aria-label={longDay(day, locale)}
      >
        <span>{weekdayOf(day, locale)}</span> <b>{dateNumber(day, locale)}</b>
      </button>
    </div>
  )
}

function weekdayOf(day: number, locale: string): string {
  return mediumDay(day, locale, day).split(/[\s,،]/)[0] ?? dayOf(day)
}
