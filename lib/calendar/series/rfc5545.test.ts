import { describe, expect, it } from 'vitest'
import type { Span } from '../span'
import type { Recurrence } from './recurrence'
import { at, datesOf, RFC_DTSTART, timesOn } from './rfc5545.test.dates'
import { MINUTELY_TO_WEEKLY_EXAMPLES } from './rfc5545.test.weekly'
import { MONTHLY_AND_YEARLY_EXAMPLES } from './rfc5545.test.yearly'
import { END_OF_TIME, occurrenceAt, occurrences } from './series'

// All recurrence examples of RFC 5545 with the dates listed there, in New York time.

const ZONE = 'America/New_York'
function idsOf(start: string, recurrence: Partial<Recurrence>, limit: number): string[] {
  const span: Span = { type: 'timed', start, end: start, startZone: ZONE, endZone: ZONE }
  const series = { span, recurrence: { rules: [], dates: [], exclusions: [], ...recurrence }, overrides: {} }
  return occurrences(series, { from: 0, to: END_OF_TIME }, limit).map(({ id }) => id)
}

describe('RFC 5545 §3.8.5.3, Recurrence Rule', () => {
  for (const [title, start, rules, ends, expected] of [
    ...MINUTELY_TO_WEEKLY_EXAMPLES,
    ...MONTHLY_AND_YEARLY_EXAMPLES,
  ]) {
    it.each(rules)(`expands "${title}": %s`, (rule) => {
      expect(idsOf(start, { rules: [rule] }, ends ? 1000 : expected.length)).toEqual(expected)
    })
  }

  it('expands "Every Friday the 13th, forever", without DTSTART if EXDATE excludes it', () => {
    const expected = at('09:00', '1998-02 13, 1998-03 13, 1998-11 13, 1999-08 13, 2000-10 13')
    const rules = ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13']
    expect(idsOf(RFC_DTSTART, { rules, exclusions: [RFC_DTSTART] }, 5)).toEqual(expected)
    expect(idsOf(RFC_DTSTART, { rules }, 6)).toEqual([RFC_DTSTART, ...expected])
  })
})

describe('RFC 5545 §3.3.10, Recurrence Rule value type', () => {
  it('finds the last work day of the month by BYSETPOS', () => {
    const rules = ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1']
    expect(idsOf('1997-09-30T09:00:00', { rules }, 5)).toEqual(
      at('09:00', '1997-09 30, 1997-10 31, 1997-11 28, 1997-12 31, 1998-01 30'),
    )
  })

  it('expands "every Sunday in January at 8:30 AM and 9:30 AM, every other year"', () => {
    const rules = ['FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30']
    expect(idsOf('1997-01-05T08:30:00', { rules }, 10)).toEqual([
      ...timesOn('1997-01 5 12 19 26', '08:30 09:30'),
      ...timesOn('1999-01 3', '08:30 09:30'),
    ])
  })

  it('takes the missing parts of FREQ=YEARLY;BYMONTH=1 from DTSTART', () => {
    const rules = ['FREQ=YEARLY;BYMONTH=1']
    expect(idsOf('1997-01-07T10:11:12', { rules }, 2)).toEqual(['1997-01-07T10:11:12', '1998-01-07T10:11:12'])
  })

  it('treats second 60 as second 59', () => {
    const rules = ['FREQ=MINUTELY;BYSECOND=0,60;COUNT=4']
    expect(idsOf('1997-09-02T09:00:00', { rules }, 9)).toEqual(
      ['00:00', '00:59', '01:00', '01:59'].map((time) => `1997-09-02T09:${time}`),
    )
  })

  it('skips months without a 31st and years without 29 February', () => {
    expect(idsOf('1997-01-31T09:00:00', { rules: ['FREQ=MONTHLY'] }, 5)).toEqual(
      at('09:00', '1997-01 31, 1997-03 31, 1997-05 31, 1997-07 31, 1997-08 31'),
    )
    expect(idsOf('1996-02-29T09:00:00', { rules: ['FREQ=YEARLY'] }, 3)).toEqual(
      at('09:00', '1996-02 29, 2000-02 29, 2004-02 29'),
    )
  })

  it('includes an occurrence whose local time is skipped, under its own id (§3.3.5)', () => {
    const span: Span = {
      type: 'timed',
      start: '2007-03-10T02:30:00',
      end: '2007-03-10T02:45:00',
      startZone: ZONE,
      endZone: ZONE,
    }
    const series = { span, recurrence: { rules: ['FREQ=DAILY'], dates: [], exclusions: [] }, overrides: {} }
    const range = {
      from: Date.parse('2007-03-11T00:00:00-05:00'),
      to: Date.parse('2007-03-12T00:00:00-04:00'),
    }
    expect(occurrences(series, range).map(({ id }) => id)).toEqual(['2007-03-11T02:30:00'])
  })
})

describe('RFC 5545 §3.8.5.1, Exception Date-Times', () => {
  it('excludes the instances of EXDATE and no others', () => {
    const exclusions = ['1996-04-02T01:00:00', '1996-04-03T01:00:00', '1996-04-04T01:00:00']
    expect(idsOf('1996-04-01T01:00:00', { rules: ['FREQ=DAILY;COUNT=5'], exclusions }, 9)).toEqual(
      at('01:00', '1996-04 1 5'),
    )
  })

  it('ignores duplicate instances, and applies EXDATE to RDATE', () => {
    const dates = ['1996-04-02T01:00:00', '1996-04-02T01:00:00', '1996-04-09T01:00:00']
    const exclusions = ['1996-04-09T01:00:00']
    expect(idsOf('1996-04-01T01:00:00', { rules: ['FREQ=DAILY;COUNT=3'], dates, exclusions }, 9)).toEqual(
      at('01:00', '1996-04 1-3'),
    )
  })
})

describe('RFC 5545 §3.8.5.2, Recurrence Date-Times', () => {
  it('expands RDATE;TZID=America/New_York:19970714T083000', () => {
    expect(idsOf('1997-07-01T08:30:00', { dates: ['1997-07-14T08:30:00'] }, 9)).toEqual(
      at('08:30', '1997-07 1 14'),
    )
  })

  it('expands RDATE;VALUE=PERIOD:19960403T020000Z/19960403T040000Z,19960404T010000Z/PT3H', () => {
    const span: Span = {
      type: 'timed',
      start: '1996-04-02T02:00:00',
      end: '1996-04-02T02:30:00',
      startZone: 'UTC',
      endZone: 'UTC',
    }
    const dates = ['1996-04-03T02:00:00/1996-04-03T04:00:00', '1996-04-04T01:00:00/1996-04-04T04:00:00']
    const series = { span, recurrence: { rules: [], dates, exclusions: [] }, overrides: {} }
    const found = occurrences(series, { from: 0, to: END_OF_TIME })
    expect(found.map((occurrence) => [occurrence.span.start, occurrence.span.end])).toEqual([
      ['1996-04-02T02:00:00', '1996-04-02T02:30:00'],
      ['1996-04-03T02:00:00', '1996-04-03T04:00:00'],
      ['1996-04-04T01:00:00', '1996-04-04T04:00:00'],
    ])
  })

  it('expands RDATE;VALUE=DATE:19970101,19970120,…', () => {
    const days = datesOf(
      `1997-01 1 20, 1997-02 17, 1997-04 21, 1997-05 26, 1997-07 4, 1997-09 1, 1997-10 14, 1997-11 28 29,
       1997-12 25`,
    )
    const series = {
      span: { type: 'all-day' as const, start: days[0]!, end: '1997-01-02' },
      recurrence: { rules: [], dates: days, exclusions: [] },
      overrides: {},
    }
    const found = occurrences(series, { from: 0, to: END_OF_TIME })
    expect(found.map(({ id }) => id)).toEqual(days)
  })
})

describe('RFC 5545 §3.8.4.4, Recurrence ID', () => {
  it('identifies a moved instance by its original day: RECURRENCE-ID;VALUE=DATE:19960401', () => {
    const series = {
      span: { type: 'all-day' as const, start: '1996-03-25', end: '1996-03-26' },
      recurrence: { rules: ['FREQ=WEEKLY;COUNT=3'], dates: [], exclusions: [] },
      overrides: {
        '1996-04-01': { span: { type: 'all-day' as const, start: '1996-04-20', end: '1996-04-21' } },
      },
    }
    const found = occurrences(series, { from: 0, to: END_OF_TIME })
    expect(found.map(({ id, span }) => [id, span.start])).toEqual([
      ['1996-03-25', '1996-03-25'],
      ['1996-04-08', '1996-04-08'],
      ['1996-04-01', '1996-04-20'],
    ])
    expect(occurrenceAt(series, '1996-04-01')?.span.start).toBe('1996-04-20')
    expect(occurrenceAt(series, '1996-04-20')).toBeUndefined()
  })

  it('identifies an instance by the local time of DTSTART, not by UTC', () => {
    const span: Span = {
      type: 'timed',
      start: '1996-01-20T12:00:00',
      end: '1996-01-20T13:00:00',
      startZone: ZONE,
      endZone: ZONE,
    }
    const recurrence = { rules: ['FREQ=MONTHLY'], dates: [], exclusions: [] }
    const series = { span, recurrence, overrides: { '1996-07-20T12:00:00': { title: 'moved' } } }
    expect(occurrenceAt(series, '1996-07-20T12:00:00')?.override).toEqual({ title: 'moved' })
    expect(occurrenceAt(series, '1996-07-20T16:00:00')).toBeUndefined()
  })
})
