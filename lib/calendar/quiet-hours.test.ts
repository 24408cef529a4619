import { describe, expect, it } from 'vitest'
import { quietUntil } from './quiet-hours'

const at = (time: string) => Date.parse(`${time}Z`)
const NIGHT = { quietFrom: 22 * 60, quietTo: 7 * 60 }
const until = (time: string, hours: { quietFrom: number | null; quietTo: number | null }, zone = 'UTC') => {
  const end = quietUntil(at(time), zone, hours)
  return end === undefined ? undefined : new Date(end).toISOString().slice(0, 16)
}

describe('quietUntil', () => {
  it.each([
    ['2026-12-01T21:59', undefined],
    ['2026-12-01T22:00', '2026-12-02T07:00'],
    ['2026-12-02T06:59', '2026-12-02T07:00'],
    ['2026-12-02T07:00', undefined],
  ])('returns the end of quiet hours over midnight: at %s, %s', (time, end) => {
    expect(until(time, NIGHT)).toBe(end)
  })

  it('returns an end on the same day for quiet hours that do not span midnight', () => {
    expect(until('2026-12-01T13:30', { quietFrom: 13 * 60, quietTo: 14 * 60 })).toBe('2026-12-01T14:00')
    expect(until('2026-12-01T14:30', { quietFrom: 13 * 60, quietTo: 14 * 60 })).toBeUndefined()
  })

  it('returns undefined without quiet hours', () => {
    expect(until('2026-12-01T03:00', { quietFrom: null, quietTo: null })).toBeUndefined()
    expect(until('2026-12-01T03:00', { quietFrom: 60, quietTo: 60 })).toBeUndefined()
  })

  it('reads quiet hours as wall time of the zone, also in the night of a clock change', () => {
    expect(until('2026-12-01T02:00', NIGHT, 'America/St_Johns')).toBe('2026-12-01T10:30')
    // Berlin is at UTC+2 until 2026-10-25T01:00Z, then at UTC+1.
    expect(until('2026-10-24T21:00', NIGHT, 'Europe/Berlin')).toBe('2026-10-25T06:00')
  })
})
