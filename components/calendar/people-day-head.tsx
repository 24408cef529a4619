import { useTranslations } from 'next-intl'
import { joinParts } from '@/lib/calendar/format'
import { itemsOfDay } from '@/lib/calendar/item-order'
import { isBar } from '@/lib/calendar/month'
import type { Item } from '@/lib/calendar/tuple'
import gutter from './gutter.module.css'
import styles from './people-day.module.css'
import type { PeopleProps } from './people-props'
import { PersonChips } from './person-chips'
import { PersonHead } from './person-head'
import { usePrinting } from './printing'

/** Maximum number of all-day events of a person. */
const MAX_BARS = 3

/** The people above their columns, with their all-day events. */
export function PeopleDayHead({
  day,
  indexes,
  ...props
}: PeopleProps & {
  day: number
  /** The index of each item among all of the page. */
  indexes: ReadonlyMap<Item, number>
}) {
  const { columns, target, viewer } = props
  const t = useTranslations('calendar')
  const maxBars = usePrinting() ? Number.POSITIVE_INFINITY : MAX_BARS
  return (
    <div className={styles.head}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid's focus is on its columns */}
      <div className={styles.row} role="row">
        <span className={gutter.gutter} />
        {columns.map((column) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div role="columnheader" className={styles.name} key={column.member?.userId ?? ''}>
            <PersonHead column={column} />
          </div>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div className={styles.row} role="row">
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
        <div className={`${gutter.gutter} ${gutter.allDay}`} role="rowheader">
          {t('allDay')}
        </div>
        {columns.map((column, index) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={column.member?.userId ?? ''}
            role="gridcell"
            className={`${styles.strip} c-${column.color}`}
            data-strip={day}
            data-column={index}
            data-target={index === target ? '' : undefined}
            aria-label={joinParts([column.name, t('allDay')], viewer.locale)}
          >
            <PersonChips
              {...props}
              items={itemsOfDay(column.items.filter(isBar), day)}
              day={day}
              indexes={indexes}
              max={maxBars}
              isTabStop
            />
          </div>
        ))}
      </div>
    </div>
  )
}
