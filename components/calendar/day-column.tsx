import { useTranslations } from 'next-intl'
import { DAY, MINUTE, weekday } from '@/lib/calendar/day'
import { joinParts, longDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import type { Block } from '@/lib/calendar/hours'
import type { Item } from '@/lib/calendar/tuple'
import { EventBlock } from './block'
import { chipLabel, itemKey } from './chip'
import { CrowdMore } from './crowd-more'
import styles from './day-column.module.css'
import { DropPreview } from './hours-preview'
import nowStyles from './now.module.css'
import type { ViewProps } from './view-props'

/** A day of the week and day views, with its timed events. */
export function DayColumn({
  day,
  blocks,
  indexes,
  cursor,
  dragged,
  preview,
  person,
  ...props
}: ViewProps & {
  day: number
  blocks: readonly Block[]
  /** The index of each item in `items`. */
  indexes: ReadonlyMap<Item, number>
  /** The time chosen with the arrow keys; null if the keyboard focus is in another day. */
  cursor: number | null
  /** The item that is being dragged. */
  dragged: Item | undefined
  /**
   * The dragged or drawn item with the times that a drop would give it; undefined outside the hours, null without a
   * drag.
   */
  preview: Item | null | undefined
  /** In the people view: the name and color of the column, and whether the new event is drawn into it. */
  person?: { name: string; color: string; isTarget: boolean }
}) {
  const { calendars, viewer, wall, today } = props
  const t = useTranslations('calendar')
  const isToday = day === today
  const isTabStop = cursor !== null
  const names = [
    styles.column,
    weekday(day) > 5 && styles.weekend,
    person && `${styles.person} c-${person.color}`,
  ]
  const nowPosition = { '--from': (wall - today * DAY) / MINUTE } as React.CSSProperties
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid of hours
    <div
      role="gridcell"
      className={names.filter(Boolean).join(' ')}
      data-day={day}
      data-target={person?.isTarget ? '' : undefined}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={joinParts([person?.name ?? '', longDay(day, viewer.locale)], viewer.locale)}
      aria-current={isToday ? 'date' : undefined}
    >
      {isTabStop && (
        <span
          className={styles.cursor}
          style={{ '--from': cursor / MINUTE } as React.CSSProperties}
          data-cursor=""
          aria-hidden="true"
        >
          {fullTime(cursor, viewer)}
        </span>
      )}
      {isToday && <span className={nowStyles.line} style={nowPosition} aria-hidden="true" />}
      <ul>
        {blocks.map((block) => (
          <EventBlock
            key={itemKey(block.item, indexes.get(block.item)!)}
            block={block}
            index={indexes.get(block.item)!}
            calendars={calendars}
            viewer={viewer}
            wall={wall}
            label={chipLabel(block.item, calendars, viewer, t, true)}
            isTabStop={isTabStop}
            isDragged={block.item === dragged}
            isResizable={props.isMovable(block.item)}
          />
        ))}
      </ul>
      <CrowdMore blocks={blocks} day={day} locale={viewer.locale} isTabStop={isTabStop} />
      {preview && <DropPreview item={preview} day={day} {...props} />}
      {isToday && !person && <span className={nowStyles.dot} style={nowPosition} aria-hidden="true" />}
    </div>
  )
}
