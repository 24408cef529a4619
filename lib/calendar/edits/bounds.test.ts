import { describe, expect, it } from 'vitest'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import { DAY, HOUR, wallMs, wallOf } from '../day'
import type { EventContent } from '../event'
import type { Recurrence } from '../series/recurrence'
import type { Span } from '../span'
import { findMovedOccurrence } from './follow'
import { planDelete, planEdit } from './scope'

const START = '2026-03-01T09:00:00'
const later = (days: number, more = 0) => wallOf(wallMs(START) + days * DAY + more)
const on = (days: number): Span => ({ type: 'floating', start: later(days), end: later(days, HOUR) })

function series(rule: string, more: Partial<Recurrence> = {}, overridden: string[] = []): EventContent {
  return {
    kind: 'event',
    status: 'confirmed',
    ...NO_TEXTS,
    ...DEFAULT_GUEST_OPTIONS,
    title: 'Swimming',
    color: null,
    visibility: 'default',
    busy: true,
    done: false,
    span: on(0),
    recurrence: { rules: [rule], dates: [], exclusions: [], ...more },
    overrides: Object.fromEntries(overridden.map((id) => [id, { title: 'Diving' }])),
    calendarId: 'family',
    attendees: [],
    unknown: [],
  }
}

describe('the cost of editing a series', () => {
  it('does not count each start before a split', () => {
    const content = series('FREQ=SECONDLY;COUNT=1000000000000')
    const { split } = planEdit(content, later(3000), 'following', { title: 'Diving' })
    expect(split?.recurrence?.rules).toEqual([`FREQ=SECONDLY;COUNT=${1e12 - 3000 * 86_400}`])
    expect(planDelete(content, later(3000), 'following').event?.recurrence?.rules[0]).toContain('UNTIL=')
  })

  it('does not read all RDATEs again for each exception', () => {
    const days = Array.from({ length: 300 }, (_, index) => index)
    let reads = 0
    const dates = new Proxy(
      days.map((day) => later(day, 2 * HOUR)),
      {
        get(target, name) {
          reads++
          return Reflect.get(target, name)
        },
      },
    )
    const ids = days.map((day) => later(day))
    const content = series('FREQ=DAILY', { dates, exclusions: ids.slice(150) }, ids.slice(0, 150))
    const plan = planEdit(content, ids[0], 'all', { rules: ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU'] })
    expect([plan.kept, plan.dropped]).toEqual([300, 0])
    expect(reads).toBeLessThan(100 * days.length)
  })

  it('maps 5,000 exceptions of a moved series by the numbers of their instances in reasonable time', () => {
    const before = series('FREQ=WEEKLY;BYDAY=SU,MO')
    const after = { ...before, recurrence: { rules: ['FREQ=WEEKLY;BYDAY=TU,FR'], dates: [], exclusions: [] } }
    expect(findMovedOccurrence(before, after, later(7))).toBe('2026-03-06T09:00:00')
    // The series has 5,000 instances, two in each week.
    const sundays = Array.from({ length: 5000 }, (_, week) => later(7 * week))
    expect(sundays.filter((id) => findMovedOccurrence(before, after, id))).toHaveLength(2500)
  })
})
