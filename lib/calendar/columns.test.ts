import fc from 'fast-check'
import { expect, it } from 'vitest'
import { assignColumns, columnSpans, type Interval } from './columns'

const sortedIntervals = fc
  .array(fc.record({ from: fc.nat(60), lasts: fc.integer({ min: 1, max: 40 }) }), { maxLength: 60 })
  .map((list) => list.map(({ from, lasts }) => ({ from, to: from + lasts })).sort((a, b) => a.from - b.from))

/** Naive layout: compares each interval with every other, column by column. */
function naive(list: readonly Interval[]) {
  const columns: Interval[][] = []
  const placed = list.map((interval) => {
    const free = columns.findIndex((column) => column.at(-1)!.to <= interval.from)
    if (free < 0) columns.push([interval])
    else columns[free]!.push(interval)
    return free < 0 ? columns.length - 1 : free
  })
  const spans = list.map((interval, index) => {
    let span = 1
    while (
      columns[placed[index]! + span]?.every(({ from, to }) => to <= interval.from || from >= interval.to)
    )
      span++
    return span
  })
  return { placed, spans, count: columns.length }
}

it('assigns the same columns and spans as a pairwise comparison', () => {
  fc.assert(
    fc.property(sortedIntervals, (list) => {
      const { placed, spans, count } = naive(list)
      expect(assignColumns(list)).toEqual(placed)
      expect(columnSpans(list, placed, count)).toEqual(spans)
    }),
    { numRuns: 500 },
  )
})

it('reads each interval only a few times, even if all overlap', () => {
  const size = 2000
  let reads = 0
  const list = Array.from({ length: size }, (_, index) => {
    const at = index < size / 2 ? 0 : index
    return new Proxy(
      { from: at, to: at + (index ? 1 : size) },
      {
        get(target, name) {
          reads++
          return target[name as keyof Interval]
        },
      },
    )
  })
  const columns = assignColumns(list)
  const spans = columnSpans(list, columns, Math.max(...columns) + 1)
  expect(spans).toHaveLength(size)
  expect(spans[size - 1]).toBe(size / 2 - 1)
  expect(reads).toBeLessThan(10 * size)
})
