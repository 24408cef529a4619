import { describe, expect, it } from 'vitest'
import { formatAgo, formatIn } from './relative-time'

const NOW = Date.parse('2026-03-10T00:30:00Z')
const ago = (at: string, timeZone = 'UTC', locale = 'en') =>
  formatAgo(Date.parse(at), NOW, { locale, timeZone })
const until = (at: string) => formatIn(Date.parse(at), NOW, 'en')

describe('formatAgo', () => {
  it('counts minutes below an hour, and hours below 24 hours', () => {
    expect(ago('2026-03-10T00:25:00Z')).toBe('5 minutes ago')
    expect(ago('2026-03-09T23:30:01Z')).toBe('59 minutes ago')
    expect(ago('2026-03-09T21:00:00Z')).toBe('3 hours ago')
    expect(ago('2026-03-09T00:30:01Z')).toBe('23 hours ago')
  })

  it('counts days by the calendar of the time zone, not by 24 hours', () => {
    expect(ago('2026-03-08T23:00:00Z')).toBe('2 days ago')
    expect(ago('2026-03-08T23:00:00Z', 'Asia/Kathmandu')).toBe('yesterday')
    expect(ago('2026-03-08T23:00:00Z', 'America/St_Johns')).toBe('yesterday')
  })

  it('counts calendar days across a change of the clocks', () => {
    expect(ago('2026-03-07T12:00:00Z', 'America/St_Johns')).toBe('2 days ago')
  })

  it('shows an instant after now as now', () => {
    expect(ago('2026-03-10T00:31:00Z')).toBe('now')
    expect(ago('2026-03-10T00:29:01Z', 'UTC', 'de')).toBe('jetzt')
  })

  it('formats in the language of the locale', () => {
    expect(ago('2026-03-08T20:00:00Z', 'UTC', 'de')).toBe('vorgestern')
    expect(ago('2026-03-09T22:30:00Z', 'UTC', 'ar-u-nu-latn')).toBe('قبل ساعتين')
  })
})

describe('formatIn', () => {
  it('counts minutes up to an hour and a half, then hours, and days from two days on', () => {
    expect(until('2026-03-10T00:55:00Z')).toBe('in 25 minutes')
    expect(until('2026-03-10T01:59:00Z')).toBe('in 89 minutes')
    expect(until('2026-03-10T02:30:00Z')).toBe('in 2 hours')
    expect(until('2026-03-11T23:30:00Z')).toBe('in 47 hours')
    expect(until('2026-03-12T00:30:00Z')).toBe('in 2 days')
    expect(until('2026-03-17T14:30:00Z')).toBe('in 8 days')
  })

  it('rounds to the nearest minute', () => {
    expect(until('2026-03-10T00:54:40Z')).toBe('in 25 minutes')
  })
})
