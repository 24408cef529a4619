import { isPast } from '@/lib/calendar/agenda'
import { COLUMN_LIMITS, isHidden, isLimited } from '@/lib/calendar/column-limits'
import { exactTime, shortTime } from '@/lib/calendar/format-time'
import type { Block } from '@/lib/calendar/hours'
import { type CalendarTuple, colorOf } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import styles from './block.module.css'
import state from './block-state.module.css'
import text from './block-text.module.css'
import { fallbackTitle } from './chip'
import crowd from './crowd.module.css'
import { statesOf } from './event-states'
import { OtherCalendarMarks } from './other-calendar-marks'

/** Shorter events show title and time in one line. */
const MAX_ONE_LINE_MINUTES = 45

/** An event in a day's column. */
export function EventBlock({
  block,
  index,
  calendars,
  viewer,
  wall,
  label,
  isTabStop,
  isDragged,
  isResizable,
}: {
  block: Block
  index: number
  calendars: CalendarTuple[]
  viewer: Viewer
  /** The viewer's wall clock, to fade events that are over. */
  wall: number
  label: string
  /** Whether Tab stops here. */
  isTabStop: boolean
  /** Whether it is being dragged. */
  isDragged: boolean
  /** Whether the end of the event can be dragged. */
  isResizable: boolean
}) {
  const { item, from, to, column, columns, span } = block
  const { flags } = item
  const hasDuration = item.end > item.start
  const isShort = to - from < MAX_ONE_LINE_MINUTES
  const showsEnd = hasDuration && !isShort && span === columns
  const names = [
    `${styles.block} ${state.event} c-${colorOf(item, calendars)}`,
    column + span < columns && styles.covered,
    block.continuesBefore && state.continuesBefore,
    block.continuesAfter && state.continuesAfter,
    ...statesOf(flags).map((name) => state[name]),
    isPast(item, wall) && state.past,
    isDragged && state.dragged,
    ...COLUMN_LIMITS.flatMap((limit) => [
      isLimited(block, limit) && crowd[`limit${limit}`],
      isHidden(block, limit) && crowd[`beyond${limit}`],
    ]),
  ]
  const style = {
    '--from': from,
    '--length': to - from,
    '--column': column,
    '--columns': columns,
    '--span': span,
    '--lines': linesOf(to - from),
    '--other-marks': item.otherCalendars?.length ?? 0,
  }
  // In an hour that the clock shows twice, the UTC offset distinguishes the two.
  const timeOf = (wall: number, offset: number | undefined) =>
    offset === undefined ? shortTime(wall, viewer) : exactTime(wall, viewer, offset)
  return (
    <li>
      <button
        type="button"
        className={names.filter(Boolean).join(' ')}
        style={style as React.CSSProperties}
        data-item={index}
        data-short={isShort ? '' : undefined}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={label}
      >
        <OtherCalendarMarks item={item} calendars={calendars} className={styles.marks} />
        <span className={text.title} dir="auto">
          {item.title || fallbackTitle(label)}
        </span>
        <span className={text.when}>
          {timeOf(item.start, item.startOffset)}
          {showsEnd && <span className={text.until}> – {timeOf(item.end, item.endOffset)}</span>}
        </span>
        {item.location && !isShort && (
          <span className={text.where} dir="auto">
            {item.location}
          </span>
        )}
        {isResizable && hasDuration && !block.continuesAfter && (
          <span className={styles.grip} data-grip="" aria-hidden="true" />
        )}
      </button>
    </li>
  )
}

/** Returns the number of lines for the title, above the line with the time; an hour has room for three lines. */
function linesOf(minutes: number): number {
  return Math.max(Math.floor((minutes - 6) / 18) - 1, 1)
}
