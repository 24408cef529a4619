import { assignColumns, columnSpans } from './columns'
import { DAY, MINUTE } from './day'
import { compareItems } from './item-order'
import { isBar } from './month'
import type { Item } from './tuple'

/** Minutes of a day column. Days of 23 or 25 hours are drawn by wall-clock time, too. */
export const MINUTES_PER_DAY = 24 * 60

/** Minimum height of an event in minutes, so that its title fits. */
export const MIN_BLOCK_MINUTES = 25

/** The part of an event in one day's column, with its position. */
export interface Block {
  item: Item
  /** Minutes since midnight, at least {@link MIN_BLOCK_MINUTES} apart. */
  from: number
  to: number
  /** The block covers `span` of the `columns`, starting at `column`. */
  column: number
  columns: number
  span: number
  continuesBefore: boolean
  continuesAfter: boolean
}

/**
 * Lays out the timed events of a day. Overlapping events are placed side by side: each takes the first column free at
 * its start, and spans the free columns after it. The result does not depend on the order of items.
 */
export function layoutDay(items: readonly Item[], day: number): Block[] {
  const blocks = items
    .filter((item) => !isBar(item))
    .flatMap((item) => blockOf(item, day) ?? [])
    .sort((a, b) => a.from - b.from || b.to - a.to || compareItems(a.item, b.item))
  const layout: Block[] = []
  for (let at = 0; at < blocks.length; ) {
    const end = endOfOverlap(blocks, at)
    layout.push(...placeInColumns(blocks.slice(at, end)))
    at = end
  }
  return layout
}

/** Returns the part of an item within a day, at full width; undefined if it does not touch the day. */
export function blockOf(item: Item, day: number): Block | undefined {
  const midnight = day * DAY
  // When the clock is set back, the wall time of the end may be before that of the start.
  const end = Math.max(item.end, item.start)
  const isPoint = end === item.start
  if (item.start >= midnight + DAY || end < midnight || (end === midnight && !isPoint)) return undefined
  const from = Math.max((item.start - midnight) / MINUTE, 0)
  const to = Math.min((end - midnight) / MINUTE, MINUTES_PER_DAY)
  const top = Math.min(from, MINUTES_PER_DAY - MIN_BLOCK_MINUTES)
  return {
    item,
    from: top,
    to: Math.max(to, top + MIN_BLOCK_MINUTES),
    column: 0,
    columns: 1,
    span: 1,
    continuesBefore: item.start < midnight,
    continuesAfter: end > midnight + DAY,
  }
}

/** Returns the minute to scroll to initially: before the first event, and at the latest before the working day. */
export function initialScrollMinute(items: readonly Item[], days: readonly number[]): number {
  const blocks = days.flatMap((day) =>
    items.filter((item) => !isBar(item)).flatMap((item) => blockOf(item, day) ?? []),
  )
  // Ignores events that begin before 5:00, such as night shifts.
  const daytime = blocks.map(({ from }) => from).filter((from) => from >= 5 * 60)
  return Math.max(Math.min(8 * 60, ...daytime) - 20, 0)
}

/** Returns the end index of the blocks that overlap directly or through others, from `at` on. */
function endOfOverlap(blocks: readonly Block[], at: number): number {
  let until = blocks[at]!.to
  let end = at + 1
  while (end < blocks.length && blocks[end]!.from < until) {
    until = Math.max(until, blocks[end]!.to)
    end++
  }
  return end
}

function placeInColumns(overlap: readonly Block[]): Block[] {
  const columns = assignColumns(overlap)
  const count = columns.reduce((maxCount, column) => Math.max(maxCount, column + 1), 0)
  const spans = columnSpans(overlap, columns, count)
  return overlap.map((block, index) => ({
    ...block,
    column: columns[index]!,
    columns: count,
    span: spans[index]!,
  }))
}
