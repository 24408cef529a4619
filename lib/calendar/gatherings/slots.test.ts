import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, dayNumber, dayOf, wallMs, wallOf, weekday } from '../day'
import type { Span } from '../span'
import type { Vote } from './choices'
import { groupSlots, sliceSlots, slotsOf } from './group-slots'
import { type Ballot, isAcceptable, rankSlots } from './rank-slots'
import { addSpans, MAX_PATTERN_DAYS, slotKey, spansOfPattern } from './slot-pattern'
import { parseTypedSlots } from './typed-slots'

/** A Monday. */
const NOW = wallMs('2026-11-30T10:15:00')
const ZONE = 'Europe/Berlin'
const ballot = (participant: string, votes: Record<string, Vote>, isRequired = false): Ballot => ({
  ...{ participant, votes, isRequired },
})
const times = (...ids: string[]) => ids.map((id, index) => ({ id, from: index }))

describe('rankSlots', () => {
  it('ranks by yes, then if need be, then time, and gives equal totals the same rank', () => {
    const ballots = [
      ballot('ann', { a: 'yes', b: 'yes', c: 'yes', d: 'no' }),
      ballot('ben', { a: 'no', b: 'if-need-be', c: 'if-need-be', d: 'no' }),
    ]
    const ranks = rankSlots(times('a', 'b', 'c', 'd'), ballots, null)
    expect(ranks.map(({ id, rank }) => [id, rank])).toEqual([
      ['b', 1],
      ['c', 1],
      ['a', 3],
      ['d', null],
    ])
  })

  it('puts required people and quorum before the number of yes votes', () => {
    const ballots = [
      ballot('boss', { a: 'no', b: 'if-need-be', c: 'yes' }, true),
      ballot('ann', { a: 'yes', b: 'yes', c: 'no' }),
      ballot('ben', { a: 'yes', b: 'if-need-be', c: 'no' }),
    ]
    const ranks = rankSlots(times('a', 'b', 'c'), ballots, 2)
    expect(ranks.map(({ id }) => id)).toEqual(['b', 'c', 'a'])
    expect(ranks.map(isAcceptable)).toEqual([true, false, false])
    expect(ranks[2]?.missing).toEqual(['boss'])
  })

  it('never ranks a slot worse after another yes, whatever the other votes are', () => {
    const vote = fc.constantFrom<Vote | undefined>('yes', 'if-need-be', 'no', undefined)
    const ids = ['a', 'b', 'c', 'd']
    const anyBallots = fc.array(
      fc.record({ isRequired: fc.boolean(), votes: fc.tuple(vote, vote, vote, vote) }),
      {
        maxLength: 6,
      },
    )
    fc.assert(
      fc.property(anyBallots, fc.option(fc.integer({ min: 1, max: 6 })), (given, quorum) => {
        const ballots = given.map(({ isRequired, votes }, index) => {
          const known = ids.flatMap((id, slot) => (votes[slot] ? [[id, votes[slot]] as const] : []))
          return ballot(String(index), Object.fromEntries(known), isRequired)
        })
        const place = (added: Ballot[]) =>
          rankSlots(times(...ids), [...ballots, ...added], quorum).findIndex(({ id }) => id === 'c')
        expect(place([ballot('new', { c: 'yes' })])).toBeLessThanOrEqual(place([]))
        const ranks = rankSlots(times(...ids), ballots, quorum).map(
          ({ rank }) => rank ?? Number.POSITIVE_INFINITY,
        )
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      }),
    )
  })
})

describe('spansOfPattern', () => {
  it('proposes each evening of a week, without times that are over', () => {
    const pattern = {
      from: '2026-11-30',
      to: '2026-12-02',
      weekdays: [1, 3],
      times: [{ start: 540, end: 600 }],
    }
    expect(spansOfPattern(pattern, ZONE, NOW)).toEqual([
      {
        type: 'timed',
        start: '2026-12-02T09:00:00',
        startZone: ZONE,
        end: '2026-12-02T10:00:00',
        endZone: ZONE,
      },
    ])
  })

  it('ends a time on the next day if it ends before it starts, and proposes dates without times', () => {
    const pattern = { from: '2026-12-05', to: '2026-12-05', weekdays: [6] }
    const [night] = spansOfPattern({ ...pattern, times: [{ start: 1320, end: 120 }] }, ZONE, NOW)
    expect(night).toMatchObject({ start: '2026-12-05T22:00:00', end: '2026-12-06T02:00:00' })
    expect(spansOfPattern({ ...pattern, times: [] }, ZONE, NOW)).toEqual([
      { type: 'all-day', start: '2026-12-05', end: '2026-12-06' },
    ])
  })

  it('proposes only chosen weekdays, within the dates, each time once, at most 1,000', () => {
    const first = dayNumber('2026-12-01')
    const anyPattern = fc.record({
      from: fc.integer({ min: 0, max: 400 }),
      length: fc.integer({ min: 0, max: 2 * MAX_PATTERN_DAYS }),
      weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
      times: fc.uniqueArray(fc.record({ start: fc.nat(1439), end: fc.nat(1439) }), {
        maxLength: 4,
        selector: ({ start, end }) => `${start} ${end}`,
      }),
    })
    fc.assert(
      fc.property(anyPattern, ({ from, length, ...rest }) => {
        const pattern = { ...rest, from: dayOf(first + from), to: dayOf(first + from + length) }
        const spans = spansOfPattern(pattern, ZONE, NOW)
        expect(spans.length).toBeLessThanOrEqual(1000)
        expect(new Set(spans.map(slotKey)).size).toBe(spans.length)
        for (const span of spans) {
          const day = span.start.slice(0, 10)
          expect(day >= pattern.from && day <= pattern.to).toBe(true)
          expect(rest.weekdays).toContain(weekday(dayNumber(day)))
        }
        expect(addSpans(spans, spans)).toEqual(spans)
      }),
      { numRuns: 50 },
    )
  })
})

/** Returns the slots as `2026-12-07 19:00–21:00`, or the date of an all-day slot. */
const typed = (locale: string, text: string) =>
  parseTypedSlots(text, { locale, now: NOW, weekStart: 1 })
    ?.flatMap((pattern) => spansOfPattern(pattern, ZONE, NOW))
    .map((span) =>
      span.type === 'all-day'
        ? span.start
        : `${span.start.slice(5, 16).replace('T', ' ')}–${span.end.slice(11, 16)}`,
    )

describe('parseTypedSlots', () => {
  it.each([
    ['en-GB', 'every evening next week 19–21', 7, '12-07 19:00–21:00', '12-13 19:00–21:00'],
    ['en-GB', 'every evening next week 7-9', 7, '12-07 19:00–21:00', '12-13 19:00–21:00'],
    ['en-US', 'Mon, Wed and Fri 7-9pm next 2 weeks', 6, '12-07 19:00–21:00', '12-18 19:00–21:00'],
    ['en-GB', 'weekdays 12:30 for 45 min', 5, '12-04 12:30–13:15', '11-30 12:30–13:15'],
    ['en-GB', 'Mon–Wed at 9', 2, '12-01 09:00–10:00', '12-02 09:00–10:00'],
    ['en-GB', 'tomorrow 11-1pm', 1, '12-01 11:00–13:00', '12-01 11:00–13:00'],
    ['en-GB', '5, 8 and 12 Dec 19:00–21:00', 3, '12-05 19:00–21:00', '12-12 19:00–21:00'],
    ['en-GB', '5–8 December', 4, '2026-12-05', '2026-12-08'],
    ['en-US', 'January 9', 1, '2027-01-09', '2027-01-09'],
    ['en-GB', 'weekends in March', 8, '2027-03-06', '2027-03-28'],
    ['en-GB', 'Fri 8am-9am, 6pm-7pm', 2, '12-04 08:00–09:00', '12-04 18:00–19:00'],
    ['en-GB', '2026-12-24', 1, '2026-12-24', '2026-12-24'],
    ['en-GB', 'every Friday 18:00', 4, '12-04 18:00–19:00', '12-25 18:00–19:00'],
    ['de-DE', 'jeden Abend nächste Woche 19–21 Uhr', 7, '12-07 19:00–21:00', '12-13 19:00–21:00'],
    ['de-DE', 'Mo und Mi 18 Uhr', 2, '12-02 18:00–19:00', '11-30 18:00–19:00'],
    ['de-DE', 'am 5.12. von 18:30 bis 20 Uhr', 1, '12-05 18:30–20:00', '12-05 18:30–20:00'],
    ['de-DE', 'morgen um 9', 1, '12-01 09:00–10:00', '12-01 09:00–10:00'],
    ['de-DE', 'jeden Morgen nächste Woche', 7, '12-07 09:00–11:00', '12-13 09:00–11:00'],
    ['ar-EG', 'كل مساء الأسبوع القادم ١٩–٢١', 7, '12-07 19:00–21:00', '12-13 19:00–21:00'],
    ['ar-EG', 'غدا الساعة 9', 1, '12-01 09:00–10:00', '12-01 09:00–10:00'],
    ['ar-EG', 'يوم الجمعة من 7 إلى 9 مساءً', 1, '12-04 19:00–21:00', '12-04 19:00–21:00'],
  ])('reads the %s text "%s" as %i slots', (locale, text, count, first, last) => {
    const slots = typed(locale, text) ?? []
    expect(slots).toHaveLength(count)
    expect(slots).toContain(first)
    expect(slots).toContain(last)
  })

  it.each([
    '',
    '19–21',
    'dinner on Friday',
    '25:00 tomorrow',
    'Fri 7',
    '31 February',
    'every',
    '🎉',
    'Friday 8:75',
  ])('refuses the text "%s"', (text) => expect(typed('en-GB', text)).toBeUndefined())

  it('parses any text without an error into at most 1,000 slots on existing dates', () => {
    const word = fc.constantFrom(
      'every',
      'Mon',
      '5',
      '–',
      '7pm',
      'Dec',
      'next',
      'week',
      ':',
      '19',
      '(',
      '\\',
      'ß',
      '٣',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (text) => {
          for (const { from, to } of parseTypedSlots(text, { locale: 'en-GB', now: NOW, weekStart: 1 }) ??
            []) {
            expect(dayOf(dayNumber(from))).toBe(from)
            expect(dayOf(dayNumber(to))).toBe(to)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('groupSlots', () => {
  const slot = (id: string, span: Span) => ({ id, span })

  it("groups timed slots by the viewer's day and keeps all-day dates, in every zone", () => {
    const timed = slot('t', {
      type: 'timed',
      start: '2026-12-31T20:00:00',
      startZone: ZONE,
      end: '2026-12-31T22:00:00',
      endZone: ZONE,
    })
    const allDay = slot('d', { type: 'all-day', start: '2026-12-31', end: '2027-01-01' })
    const shown = (zone: string) =>
      groupSlots([timed, allDay], zone).flatMap(({ month, days }) =>
        days.map(({ day, slots }) => [
          month,
          dayOf(day),
          ...slots.map(({ slot: { id }, start }) => `${id} ${wallOf(start).slice(11, 16)}`),
        ]),
      )
    expect(shown(ZONE)).toEqual([['2026-12-01', '2026-12-31', 'd 00:00', 't 20:00']])
    expect(shown('Asia/Tokyo')).toEqual([
      ['2026-12-01', '2026-12-31', 'd 00:00'],
      ['2027-01-01', '2027-01-01', 't 04:00'],
    ])
  })

  it('shows each slot once, in the order of its time', () => {
    const zones = ['Pacific/Kiritimati', 'America/New_York', 'Asia/Kathmandu', 'UTC']
    fc.assert(
      fc.property(fc.array(fc.nat(400 * 24)), fc.constantFrom(...zones), (hours, zone) => {
        const slots = hours.map((hour, index) => {
          const start = wallOf(NOW + hour * 3_600_000)
          return slot(String(index), {
            type: 'timed',
            start,
            startZone: ZONE,
            end: wallOf(NOW + (hour + 1) * 3_600_000),
            endZone: ZONE,
          })
        })
        const months = groupSlots(slots, zone)
        const shown = slotsOf(months)
        const parts = [sliceSlots(months, 0, 3), sliceSlots(months, 3)]
        expect(parts.flatMap(slotsOf)).toEqual(shown)
        expect(slotsOf(parts[0]!)).toEqual(shown.slice(0, 3))
        expect(shown).toHaveLength(slots.length)
        expect(shown.every(({ start }, index) => index === 0 || shown[index - 1]!.start <= start)).toBe(true)
        expect(shown.every(({ start }) => Number.isInteger(Math.floor(start / DAY)))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})
