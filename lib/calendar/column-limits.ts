import type { Block } from './hours'

/**
 * Maximum number of columns shown for overlapping events of a day, depending on its width. The others are behind "+N".
 * crowd.module.css selects the limit by the width of the day.
 */
export const COLUMN_LIMITS = [1, 2, 3, 5] as const
export type ColumnLimit = (typeof COLUMN_LIMITS)[number]

/** Overlapping events of a day hidden by a column limit, and the minutes that they cover. */
export interface HiddenBlocks {
  from: number
  to: number
  count: number
}

/** Returns whether the limit applies to a block. One column above the limit is allowed: "+1" takes as much space. */
export function isLimited({ columns }: Pick<Block, 'columns'>, limit: ColumnLimit): boolean {
  return columns > limit + 1
}

/** Returns whether a column limit hides a block. */
export function isHidden(block: Pick<Block, 'column' | 'columns'>, limit: ColumnLimit): boolean {
  return isLimited(block, limit) && block.column >= limit
}

/** Returns the groups of overlapping hidden blocks. @param blocks sorted by start */
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
