/** Digits in the order in which Postgres (collation C) and JavaScript compare them. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = DIGITS.length

/** Length of the head of a position, an integer. A fraction follows, which never ends with a zero. */
const HEAD = 4
const MAX_HEAD = BASE ** HEAD - 1

/**
 * Returns a position between two others, as text that sorts by its characters. Rows that are added at the end get the
 * next integer, so positions grow only where rows are moved between the same two rows again and again.
 *
 * @param before the position of the row before; null at the start
 * @param after the position of the row after, greater than `before`; null at the end
 */
export function positionBetween(before: string | null, after: string | null): string {
  const low = before === null ? -1 : headOf(before)
  const high = after === null ? MAX_HEAD + 1 : headOf(after)
  if (before === null && after === null) return toHead(Math.floor(MAX_HEAD / 2))
  if (after === null && low < MAX_HEAD) return toHead(low + 1)
  if (before === null && high > 0) return toHead(high - 1)
  if (high - low > 1 && low >= 0) return toHead(Math.floor((low + high) / 2))
  if (before === null) return toHead(0) + fractionBetween('', after!.slice(HEAD))
  return before.slice(0, HEAD) + fractionBetween(before.slice(HEAD), low === high ? after!.slice(HEAD) : null)
}

/** Returns `count` ascending positions between two others. */
export function positionsBetween(before: string | null, after: string | null, count: number): string[] {
  const positions: string[] = []
  for (let index = 0; index < count; index++) {
    positions.push(positionBetween(positions.at(-1) ?? before, after))
  }
  return positions
}

function headOf(position: string): number {
  return [...position.slice(0, HEAD)].reduce((sum, digit) => sum * BASE + DIGITS.indexOf(digit), 0)
}

function toHead(value: number): string {
  let text = ''
  for (let rest = value; text.length < HEAD; rest = Math.floor(rest / BASE)) text = DIGITS[rest % BASE] + text
  return text
}

/** Returns a fraction between two others; `high` null is 1. */
function fractionBetween(low: string, high: string | null): string {
  let common = 0
  while (high !== null && (low[common] ?? DIGITS[0]) === high[common]) common++
  if (common) return high!.slice(0, common) + fractionBetween(low.slice(common), high!.slice(common))
  const from = low ? DIGITS.indexOf(low[0]!) : 0
  const to = high ? DIGITS.indexOf(high[0]!) : BASE
  if (to - from > 1) return DIGITS[Math.ceil((from + to) / 2)]!
  if (high !== null && high.length > 1) return high[0]!
  return DIGITS[from]! + fractionBetween(low.slice(1), null)
}
