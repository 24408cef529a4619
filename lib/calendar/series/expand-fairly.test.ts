import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Span } from '../span'
import { budgetOf } from './budget'
import { type Expansion, expandFairly } from './expand-fairly'
import type { SeriesSource } from './expansion-shares'
import type { Series } from './recurrence'
import { occurrenceTimes } from './times'

const MONTH = { from: Date.parse('2026-06-01T00:00Z'), to: Date.parse('2026-07-13T00:00Z') }
const limits = { max: 2000, steps: 400_000, isLowPriority: (_: number) => false }

function series(...rules: string[]): Series {
  const zones = { startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' }
  const span: Span = { type: 'timed', start: '2026-01-01T09:00:00', end: '2026-01-01T09:30:00', ...zones }
  return { span, recurrence: { rules, dates: [], exclusions: [] }, overrides: {} }
}

function expand(
  sources: SeriesSource[],
  singles = new Map<number, number>(),
  more = {},
  start = expandFairly,
): Expansion {
  const work = start(sources, singles, MONTH, { ...limits, ...more })
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

const hostile = Array.from({ length: 250 }, () => ({
  calendar: 1,
  series: series(...Array.from({ length: 10 }, (_, n) => `FREQ=MINUTELY;BYSECOND=${n}`)),
}))
const total = ({ times }: Expansion) => times.reduce((sum, { length }) => sum + length, 0)

describe('expandFairly', () => {
  it('expands each series in full if all fit', () => {
    const rule = fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=WEEKLY;BYDAY=MO,WE',
      'FREQ=YEARLY',
      'FREQ=HOURLY;INTERVAL=5',
    )
    const list = fc.array(fc.record({ calendar: fc.nat(3), rule }), { maxLength: 6 })
    fc.assert(
      fc.property(list, (chosen) => {
        const sources = chosen.map(({ calendar, rule }) => ({ calendar, series: series(rule) }))
        const { times, truncated } = expand(sources)
        expect(times).toEqual(sources.map(({ series }) => occurrenceTimes(series, MONTH)))
        expect([...truncated]).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('prevents a calendar full of minutely series from displacing other calendars', () => {
    const ours = [
      { calendar: 0, series: series('FREQ=DAILY') },
      { calendar: 2, series: series('FREQ=HOURLY;INTERVAL=2') },
    ]
    const found = expand([...hostile, ...ours], new Map([[0, 300]]))
    expect(total(found) + 300).toBeLessThanOrEqual(2000)
    expect(found.times.slice(-2)).toEqual(ours.map(({ series }) => occurrenceTimes(series, MONTH)))
    expect(found.singles.get(0)).toBe(300)
    expect([...found.truncated]).toEqual([1])
  })

  it('prevents a secondly series from displacing others in its calendar', () => {
    const daily = { calendar: 0, series: series('FREQ=DAILY') }
    const found = expand([{ calendar: 0, series: series('FREQ=SECONDLY') }, daily], new Map([[0, 900]]), {
      max: 1000,
    })
    expect(found.times[1]).toEqual(occurrenceTimes(daily.series, MONTH))
    expect(found.singles.get(0)).toBe(900)
    expect(found.times[0]!.length).toBe(1000 - 900 - found.times[1]!.length)
    expect([...found.truncated]).toEqual([0])
  })

  it('gives hidden calendars the occurrences that other calendars do not need', () => {
    const isLowPriority = (calendar: number) => calendar === 1
    const busy = { calendar: 0, series: series('FREQ=MINUTELY;INTERVAL=90') }
    const found = expand([...hostile, busy], new Map(), { isLowPriority, max: 700 })
    expect(found.times.at(-1)).toHaveLength(42 * 16)
    expect([...found.truncated]).toEqual([1])
    expect(total(found)).toBeLessThanOrEqual(700)
  })

  it('truncates single events that do not fit, and reports it', () => {
    const found = expand([{ calendar: 1, series: series('FREQ=DAILY') }], new Map([[0, 50_000]]))
    expect(found.singles.get(0)).toBe(2000 - 42)
    expect([...found.truncated]).toEqual([0])
  })

  it('uses no more steps than allowed for any rules', async () => {
    const rules = [
      'FREQ=SECONDLY;INTERVAL=7;BYSETPOS=2',
      'FREQ=MINUTELY;COUNT=100000;BYSECOND=59',
      'FREQ=YEARLY;BYDAY=MO;BYSETPOS=-1;BYHOUR=1,2,3',
      'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    ]
    const sources = Array.from({ length: 400 }, (_, n) => ({
      calendar: n % 3,
      series: series(...Array.from({ length: 10 }, (_, m) => `${rules[(n + m) % 4]};WKST=SU`)),
    }))
    const steps = 100_000
    // Test files share modules, so this one loads its own.
    vi.resetModules()
    vi.doMock('./budget', { spy: true })
    const { spend } = await import('./budget')
    const { expandFairly: start } = await import('./expand-fairly')
    vi.doUnmock('./budget')
    vi.resetModules()
    expand(sources, new Map(), { steps }, start)
    const spent = vi.mocked(spend).mock.calls.reduce((sum, [, steps]) => sum + steps, 0)
    // Each series gets at least the minimum share, and each of its rules notices the exhausted budget one step late.
    expect(spent).toBeLessThan(steps + sources.length * 150)
    expect(spent).toBeGreaterThan(steps / 4)
  })

  it('returns the same result each time', () => {
    const once = expand(hostile.slice(0, 20), new Map([[1, 3]]), { steps: 5000 })
    expect(expand(hostile.slice(0, 20), new Map([[1, 3]]), { steps: 5000 })).toEqual(once)
  })
})

describe('the budget of an expansion', () => {
  it('ends the expansion once the budget is exhausted', () => {
    const budget = budgetOf(100)
    const found = occurrenceTimes(series('FREQ=MINUTELY'), MONTH, 1000, budget)
    expect(budget.steps).toBeLessThan(0)
    expect(found.length).toBeGreaterThan(10)
    expect(found.length).toBeLessThan(100)
  })

  it('counts exceptions as steps before reading them', () => {
    const changed = { ...series('FREQ=DAILY') }
    changed.recurrence!.exclusions = Array.from({ length: 10_000 }, () => '2026-06-01T09:00:00')
    expect(occurrenceTimes(changed, MONTH, 1000, budgetOf(5000))).toEqual([])
    expect(occurrenceTimes(changed, MONTH, 1000, budgetOf(50_000))).toHaveLength(41)
  })
})
