import type { ReactNode } from 'react'
import { weekdayNames } from '@/lib/calendar/format'
import type { Viewer } from '@/lib/schemas/users'
import styles from './weekday-toggles.module.css'

/** Checkboxes for weekdays, 1 (Monday) to 7, in the order of the viewer's week. */
export function WeekdayToggles({
  legend,
  days,
  viewer,
  onChange,
}: {
  /** A `legend` element. */
  legend: ReactNode
  days: readonly number[]
  viewer: Pick<Viewer, 'weekStart' | 'locale'>
  onChange(days: number[]): void
}) {
  const short = weekdayNames(viewer.weekStart, viewer.locale, 'short')
  const long = weekdayNames(viewer.weekStart, viewer.locale, 'long')
  return (
    <fieldset className={styles.weekdays}>
      {legend}
      {short.map((name, index) => {
        const day = ((viewer.weekStart - 1 + index) % 7) + 1
        return (
          <label key={day}>
            <input
              type="checkbox"
              aria-label={long[index]}
              checked={days.includes(day)}
              onChange={({ target }) => {
                const others = days.filter((other) => other !== day)
                onChange(target.checked ? [...others, day] : others)
              }}
            />
            {name}
          </label>
        )
      })}
    </fieldset>
  )
}
