import { addDays } from '@/lib/calendar/day'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'

/** How often an edit is of the event that was edited last, so that edits of both sides meet. */
export const RECENT = 0.4

/** Random choices, always the same for a seed (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** Returns a number from 0 to 1. */
  number(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  isTrue(probability: number): boolean {
    return this.number() < probability
  }

  /** Returns an integer from 0 to `limit` − 1. */
  below(limit: number): number {
    return Math.floor(this.number() * limit)
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)]
  }

  /** Returns a key, each as often as its weight says. */
  pickBy<K extends string>(weights: Record<K, number>): K {
    const entries = Object.entries(weights) as [K, number][]
    let left = this.number() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) {
      left -= weight
      if (left < 0) return key
    }
    return entries[0]![0]
  }

  text(): string {
    return `text ${this.below(1_000_000)}`
  }

  /** Returns a span in March 2026, on either side of the change to summer time of Europe. */
  span(): Span {
    const day = `2026-03-${String(1 + this.below(28)).padStart(2, '0')}`
    if (this.isTrue(0.15)) return { type: 'all-day', start: day, end: addDays(day, 1 + this.below(2)) }
    const zone = this.isTrue(0.8) ? 'Europe/Berlin' : 'America/New_York'
    const at = String(9 + this.below(2)).padStart(2, '0')
    const [start, end] = [`${day}T${at}:00:00`, `${day}T${at}:45:00`]
    // The end in New York: 45 or 105 minutes later, by the week.
    const there = String(Number(at) - 5).padStart(2, '0')
    if (zone === 'Europe/Berlin' && this.isTrue(0.1))
      return {
        ...{ type: 'timed', start, startZone: zone },
        ...{ end: `${day}T${there}:45:00`, endZone: 'America/New_York' },
      }
    return { type: 'timed', start, end, startZone: zone, endZone: zone }
  }

  /** Returns a rule. @param present the rules of the series, which get another one */
  rule(present: readonly string[] = []): string {
    const rules = ['FREQ=WEEKLY;COUNT=6', 'FREQ=WEEKLY;COUNT=3', 'FREQ=DAILY;COUNT=5']
    return this.pick(rules.filter((rule) => !present.some((other) => other.includes(rule))))!
  }

  /** Returns the recurrence id of one of the first weeks of a series, which it may not have. */
  occurrenceOf({ start }: Span): RecurrenceId {
    return addDays(start.slice(0, 10), 7 * this.below(3)) + start.slice(10)
  }

  alarms(): number[] {
    return this.pick([[10], [30], [5, 60], []])!
  }
}
