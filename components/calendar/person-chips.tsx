import { useTranslations } from 'next-intl'
import { isPast } from '@/lib/calendar/agenda'
import { DAY } from '@/lib/calendar/day'
import { longDay } from '@/lib/calendar/format'
import { shortTime } from '@/lib/calendar/format-time'
import { colorOf, FLAG, type Item } from '@/lib/calendar/tuple'
import { chipLabel, fallbackTitle, itemKey } from './chip'
import { statesOf } from './event-states'
import styles from './person-chips.module.css'
import type { ViewProps } from './view-props'

/** Events of a person on a day, as a list. `max`: number above which the rest is behind "+N more". */
export function PersonChips({
  items,
  day,
  indexes,
  max,
  isTabStop,
  calendars,
  viewer,
  wall,
}: Pick<ViewProps, 'calendars' | 'viewer' | 'wall'> & {
  items: readonly Item[]
  day: number
  /** The index of each item among all of the page. */
  indexes: ReadonlyMap<Item, number>
  max: number
  /** Whether Tab stops at its events. */
  isTabStop: boolean
}) {
  const t = useTranslations('calendar')
  const shown = items.length > max ? items.slice(0, max - 1) : items
  const more = items.length - shown.length
  const tabIndex = isTabStop ? 0 : -1
  return (
    <ul className={styles.chips}>
      {shown.map((item) => {
        const index = indexes.get(item)!
        const label = chipLabel(item, calendars, viewer, t, true)
        const { flags } = item
        const names = [
          styles.chip,
          `c-${colorOf(item, calendars)}`,
          flags & FLAG.allDay && styles.bar,
          ...statesOf(flags).map((state) => styles[state]),
          isPast(item, wall) && styles.past,
        ]
        return (
          <li key={itemKey(item, index)}>
            <button
              type="button"
              className={names.filter(Boolean).join(' ')}
              data-item={index}
              tabIndex={tabIndex}
              aria-label={label}
            >
              <span>
                {!(flags & FLAG.allDay) && item.start >= day * DAY && (
                  <small>{shortTime(item.start, viewer)}</small>
                )}
                <bdi>{item.title || fallbackTitle(label)}</bdi>
              </span>
            </button>
          </li>
        )
      })}
      {more > 0 && (
        <li>
          <button
            type="button"
            className={styles.more}
            data-more=""
            tabIndex={tabIndex}
            aria-label={t('moreOn', { count: more, day: longDay(day, viewer.locale) })}
          >
            {t('more', { count: more })}
          </button>
        </li>
      )}
    </ul>
  )
}
