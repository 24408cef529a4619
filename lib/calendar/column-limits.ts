import type { Block } from './hours'

/**
 * How many columns of a day are drawn where more events overlap than it is wide enough for; the rest is behind "+N".
 * hours.css chooses among them by the width of the day.
 */
export const COLUMN_LIMITS = [1, 2, 3, 5] as const
export type ColumnLimit = (typeof COLUMN_LIMITS)[number]

/** Overlapping events of a day that are not drawn, and the minutes that they take. */
export interface HiddenBlocks {
  from: number
  to: number
  count: number
}

/** True for a block among more columns than the limit: one more is drawn too, since "+1" takes as much room. */
export function isLimited({ columns }: Pick<Block, 'columns'>, limit: ColumnLimit): boolean {
  return columns > limit + 1
}

/** True for a block that is not drawn where the limit applies. */
export function isHidden(block: Pick<Block, 'column' | 'columns'>, limit: ColumnLimit): boolean {
  return isLimited(block, limit) && block.column >= limit
}

/** Returns what a limit hides of a day, one entry for blocks that overlap one another. `blocks`: by their start. */
export function hiddenBlocks(blocks: readonly Block[], limit: ColumnLimit): HiddenBlocks[] {
  const groups: HiddenBlocks[] = []
  for (const block of blocks) {
    if (!isHidden(block, limit)) continue
    const last = groups.at(-1)
    if (last && block.from < last.to) {
      last.to = Math.max(last.to, block.to)
      last.count++
    } else groups.push({ from: block.from, to: block.to, count: 1 })
  }
  return groups
}
