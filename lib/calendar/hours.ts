import { assignColumns, columnSpans } from './columns'
import { DAY, MINUTE } from './day'
import { compareItems, isBar } from './month'
import type { Item } from './tuple'

/** Minutes of a day as it is drawn. A day of 23 or 25 hours is drawn by its wall clock, as any other. */
export const MINUTES_PER_DAY = 24 * 60

/** No event is drawn shorter than this, in minutes: its title has to fit. */
export const MIN_BLOCK_MINUTES = 25

/** A part of an event in one day's column: where it is, and how much of the column's width it takes. */
export interface Block {
  item: Item
  /** Minutes since midnight, as drawn: at least {@link MIN_BLOCK_MINUTES} apart. */
  from: number
  to: number
  /** The day is parted into `columns`, of which it takes `span` from `column` on. */
  column: number
  columns: number
  span: number
  continuesBefore: boolean
  continuesAfter: boolean
}

/**
 * Lays out what happens at an hour of a day. Events that overlap stand side by side: each takes the first column free at
 * its time, and widens over columns that stay free beside it. The same whatever order the items come in.
 */
export function layoutDay(items: readonly Item[], day: number): Block[] {
  const blocks = items
    .filter((item) => !isBar(item))
    .flatMap((item) => blockOf(item, day) ?? [])
    .sort((a, b) => a.from - b.from || b.to - a.to || compareItems(a.item, b.item))
  const laid: Block[] = []
  for (let at = 0; at < blocks.length; ) {
    const end = endOfOverlap(blocks, at)
    laid.push(...inColumns(blocks.slice(at, end)))
    at = end
  }
  return laid
}

/** The part of an item that lies in a day, over its whole width; undefined where it does not touch the day. */
export function blockOf(item: Item, day: number): Block | undefined {
  const midnight = day * DAY
  // Where clocks are put back an event may end before it began.
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

/** The minute that a day's column begins with in sight: before its first event, and no later than the working day. */
export function initialScrollMinute(items: readonly Item[], days: readonly number[]): number {
  const starts = days.flatMap((day) =>
    items.filter((item) => !isBar(item)).flatMap((item) => blockOf(item, day) ?? []),
  )
  // Who works at night still lives by day: what began before five is not where a day begins.
  const early = starts.map(({ from }) => from).filter((from) => from >= 5 * 60)
  return Math.max(Math.min(8 * 60, ...early) - 20, 0)
}

/** Where the blocks that overlap one another, each with some other, end. */
function endOfOverlap(blocks: readonly Block[], at: number): number {
  let until = blocks[at]!.to
  let end = at + 1
  while (end < blocks.length && blocks[end]!.from < until) {
    until = Math.max(until, blocks[end]!.to)
    end++
  }
  return end
}

function inColumns(crowd: readonly Block[]): Block[] {
  const columns = assignColumns(crowd)
  const count = columns.reduce((most, column) => Math.max(most, column + 1), 0)
  const spans = columnSpans(crowd, columns, count)
  return crowd.map((block, index) => ({
    ...block,
    column: columns[index]!,
    columns: count,
    span: spans[index]!,
  }))
}
