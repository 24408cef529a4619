import { describe, expect, it } from 'vitest'
import { readEventLines, readLines } from './testing'

const BERLIN = 'Europe/Berlin'

describe('times of components', () => {
  const timed = (start: string, startZone: string, end = start, endZone = startZone) => ({
    type: 'timed',
    start,
    startZone,
    end,
    endZone,
  })
  const floating = (start: string, end = start) => ({ type: 'floating', start, end })

  it.each([
    // RFC 5545 §3.6.1: a date without end is one day, a time without end has no length.
    ['DTSTART;VALUE=DATE:20260102', { type: 'all-day', start: '2026-01-02', end: '2026-01-03' }],
    ['DTSTART:20260102\nDTEND:20260102', { type: 'all-day', start: '2026-01-02', end: '2026-01-03' }],
    ['DTSTART:20260102\nDURATION:P1W', { type: 'all-day', start: '2026-01-02', end: '2026-01-09' }],
    ['DTSTART:20260102T100000', floating('2026-01-02T10:00:00')],
    ['DTSTART:20260102T240000', floating('2026-01-03T00:00:00')],
    ['DTSTART:20260102T235960', floating('2026-01-02T23:59:59')],
    ['DTSTART:20260102T100000Z', timed('2026-01-02T10:00:00', 'UTC')],
    // §3.3.6: days are nominal, hours are exact; this is across the start of DST.
    [
      'DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:P1D',
      timed('2026-03-28T12:00:00', BERLIN, '2026-03-29T12:00:00'),
    ],
    [
      'DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:PT24H',
      timed('2026-03-28T12:00:00', BERLIN, '2026-03-29T13:00:00'),
    ],
    [
      'DTSTART;TZID=Pacific/Auckland:20261121T003000\nDTEND;TZID=Pacific/Honolulu:20261120T093000',
      timed('2026-11-21T00:30:00', 'Pacific/Auckland', '2026-11-20T09:30:00', 'Pacific/Honolulu'),
    ],
  ])('reads the time of %s', async (lines, span) => {
    const { event, notes } = await readEventLines(lines)
    expect(event.content.span).toEqual(span)
    expect(notes).toEqual([])
  })

  it.each([
    ['DTSTART:20260102T100000\nDTEND:20260102T090000', 'end_before_start', floating('2026-01-02T10:00:00')],
    ['DTSTART:20260102T100000\nDURATION:-PT1H', 'property_unreadable', floating('2026-01-02T10:00:00')],
    [
      'DTSTART:20260102T100000\nDTEND;VALUE=DATE:20260103',
      'property_unreadable',
      floating('2026-01-02T10:00:00', '2026-01-03T00:00:00'),
    ],
    ['DTSTART:20260102T100000\nDTEND:soon', 'bad_date', floating('2026-01-02T10:00:00')],
    // `readEventLines` reads for a user in Asia/Kathmandu.
    ['DTSTART;TZID=Nowhere:20260102T100000', 'zone_unknown', timed('2026-01-02T10:00:00', 'Asia/Kathmandu')],
  ])('reads the time of %s and reports %s', async (lines, code, span) => {
    const { event, notes } = await readEventLines(lines)
    expect(event.content.span).toEqual(span)
    expect(notes.map((note) => note.code)).toEqual([code])
  })

  it.each([
    ['SUMMARY:x', 'no_start'],
    ['DTSTART:20260230', 'bad_date'],
    ['DTSTART:99990101', 'bad_date'],
    ['DTSTART:00010101', 'bad_date'],
  ])('skips an event with %s and reports %s', async (lines, code) => {
    const file = await readLines(`BEGIN:VEVENT\n${lines}\nEND:VEVENT`)
    expect(file.events).toEqual([])
    expect(file.notes.map((note) => note.code)).toEqual([code])
  })
})
