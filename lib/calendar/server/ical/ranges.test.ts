import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, wallMs, wallOf } from '@/lib/calendar/day'
import { ALL_TIME, occurrences } from '@/lib/calendar/series/series'
import type { IcalEvent } from './ical-event'
import { readLines } from './testing'

/** Reads a series with RANGE components, each as lines without BEGIN, END and UID. */
function read(master: string, ...instances: string[]) {
  const components = [master, ...instances].map((lines) => `BEGIN:VEVENT\nUID:1\n${lines}\nEND:VEVENT`)
  return readLines(components.join('\n'))
}

const from = (id: string, start: string, title = 'moved') =>
  `RECURRENCE-ID;RANGE=THISANDFUTURE:${id}\nDTSTART:${start}\nSUMMARY:${title}`

/** Returns the start, recurrence and overrides of an event. */
const describeSeries = ({ uid, content }: IcalEvent) => ({
  uid,
  start: content.span.start,
  ...content.recurrence,
  overrides: content.overrides,
})
const starts = (events: readonly IcalEvent[], limit = 1000) =>
  events.flatMap(({ content }) => occurrences(content, ALL_TIME, limit).map(({ span }) => span.start)).sort()

describe('RANGE=THISANDFUTURE (RFC 5545 §3.8.4.4)', () => {
  it('starts a new series with its exceptions and overrides', async () => {
    const { events, notes } = await read(
      `DTSTART:20260105T100000
      DTEND:20260105T110000
      RRULE:FREQ=WEEKLY;COUNT=10;BYDAY=MO
      RDATE:20260107T100000,20260304T100000
      EXDATE:20260112T100000,20260209T100000`,
      `${from('20260126T100000', '20260127T120000')}\nDTEND:20260127T130000`,
      'RECURRENCE-ID:20260202T100000\nDTSTART:20260203T120000\nDTEND:20260203T130000\nSUMMARY:once',
    )
    expect(notes).toEqual([])
    expect(events.map(describeSeries)).toEqual([
      {
        uid: '1',
        start: '2026-01-05T10:00:00',
        rules: ['FREQ=WEEKLY;UNTIL=20260126T095959;BYDAY=MO'],
        dates: ['2026-01-07T10:00:00'],
        exclusions: ['2026-01-12T10:00:00'],
        overrides: {},
      },
      {
        uid: '1/2026-01-26T10:00:00',
        start: '2026-01-27T12:00:00',
        rules: ['FREQ=WEEKLY;COUNT=7;BYDAY=TU;WKST=TU'],
        dates: ['2026-03-05T12:00:00'],
        exclusions: ['2026-02-10T12:00:00'],
        overrides: { '2026-02-03T12:00:00': { title: 'once' } },
      },
    ])
  })

  it.each([
    // Every other week, counted with the shifted week start.
    ['WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU', '0201', 'WEEKLY;INTERVAL=2;BYDAY=TU,MO'],
    ['MONTHLY;BYMONTHDAY=5', '0205', 'MONTHLY;BYMONTHDAY=6'],
    ['DAILY;BYHOUR=10,14', '0202', 'DAILY;BYHOUR=12,16'],
    // The instance was never part of the series.
    ['MONTHLY;BYMONTHDAY=5', '0203', 'MONTHLY;BYMONTHDAY=6'],
    // No rule expresses "the day after the first Monday", so a series that ends becomes RDATEs.
    ['MONTHLY;BYDAY=1MO;COUNT=14', '0202', undefined, 'rule_approximated'],
    ['MONTHLY;BYDAY=MO,TH;UNTIL=20270101', '0202', undefined, 'rule_approximated'],
    ['MONTHLY;BYDAY=1MO', '0202', 'MONTHLY;BYDAY=1TU', 'rule_approximated'],
    ['MONTHLY;BYDAY=MO,TH', '0202', 'MONTHLY;BYDAY=MO,TH', 'rule_approximated'],
  ])('shifts %s from %s on by a day and two hours to %s', async (rule, day, moved, ...codes) => {
    const next = String(Number(day) + 1).padStart(4, '0')
    const { events, notes } = await read(
      `DTSTART:20260105T100000\nRRULE:FREQ=${rule}`,
      from(`2026${day}T100000`, `2026${next}T120000`),
    )
    expect(events).toHaveLength(2)
    expect(notes.map(({ code, line }) => [code, line])).toEqual(codes.map((code) => [code, 8]))
    expect(events[1]?.content.recurrence?.rules).toEqual(moved ? [`FREQ=${moved}`] : [])
    expect(starts(events.slice(1))).toContain(`2026-${next.slice(0, 2)}-${next.slice(2)}T12:00:00`)
  })

  it.each([
    [
      'of all-day events',
      'DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;UNTIL=20260109',
      '20260107',
      '20260108',
      'FREQ=DAILY;UNTIL=20260110',
      '2026-01-08',
    ],
    [
      'in a zone, with UNTIL in UTC',
      'DTSTART;TZID=Europe/Berlin:20260326T100000\nRRULE:FREQ=DAILY;UNTIL=20260330T080000Z',
      '20260328T090000Z',
      '20260328T100000Z',
      'FREQ=DAILY;UNTIL=20260330T110000',
      '2026-03-28T11:00:00',
    ],
    [
      'in a zone, with a date as UNTIL',
      'DTSTART;TZID=Europe/Berlin:20260326T100000\nRRULE:FREQ=DAILY;UNTIL=20260330',
      '20260328',
      '20260329T100000Z',
      'FREQ=DAILY;UNTIL=20260331',
      '2026-03-29T12:00:00',
    ],
    [
      'that becomes all-day',
      'DTSTART:20260105T100000\nRRULE:FREQ=WEEKLY;COUNT=3',
      '20260112T100000',
      '20260113',
      'FREQ=WEEKLY;COUNT=2',
      '2026-01-13',
    ],
    [
      'of all-day events that becomes timed',
      'DTSTART:20260105\nRRULE:FREQ=WEEKLY;BYDAY=MO',
      '20260112',
      '20260113T090000',
      'FREQ=WEEKLY;BYDAY=TU;WKST=TU',
      '2026-01-13T09:00:00',
    ],
  ])('shifts a series %s', async (_, master, id, start, rule, first) => {
    const { events, notes } = await read(master, from(id, start))
    expect(notes).toEqual([])
    expect(events[1]?.content).toMatchObject({
      overrides: {},
      span: { start: first },
      recurrence: { rules: [rule] },
    })
    if (first.length > 10 && master.includes('Berlin'))
      expect(events[1]?.content.span).toMatchObject({ startZone: 'Europe/Berlin' })
  })

  const daily = 'DTSTART:20260105T100000\nSUMMARY:daily\nRRULE:FREQ=DAILY'

  it('changes the whole series at or before its first instance', async () => {
    for (const id of ['20260105T100000', '20260104T100000']) {
      const { events, notes } = await read(
        `${daily};COUNT=3`,
        `SEQUENCE:2\n${from(id, id.replace('T10', 'T12'))}`,
      )
      expect(notes).toEqual([])
      expect(events.map(({ uid, sequence, content }) => [uid, sequence, content.title])).toEqual([
        ['1', 2, 'moved'],
      ])
      expect(starts(events).slice(-3)).toEqual([
        '2026-01-05T12:00:00',
        '2026-01-06T12:00:00',
        '2026-01-07T12:00:00',
      ])
    }
  })

  it('keeps only the overridden fields of an instance', async () => {
    const { events, notes } = await read(
      daily,
      from('20260107T100000', '20260107T120000', 'later'),
      'RECURRENCE-ID:20260107T100000\nDTSTART:20260107T130000\nSUMMARY:later',
      'RECURRENCE-ID:20260108T100000\nSTATUS:CANCELLED',
      from('20260109T100000', '20260109T110000', 'sooner'),
      'RECURRENCE-ID;RANGE=THISANDFUTURE:20260111T100000\nSTATUS:CANCELLED',
    )
    expect(notes).toEqual([])
    expect(
      events.map(({ content }) => [content.title, content.status, content.span.start, content.overrides]),
    ).toEqual([
      ['daily', 'confirmed', '2026-01-05T10:00:00', {}],
      [
        'later',
        'confirmed',
        '2026-01-07T12:00:00',
        {
          '2026-01-07T12:00:00': {
            span: { type: 'floating', start: '2026-01-07T13:00:00', end: '2026-01-07T13:00:00' },
          },
          '2026-01-08T12:00:00': { status: 'cancelled' },
        },
      ],
      ['sooner', 'confirmed', '2026-01-09T11:00:00', {}],
      ['daily', 'cancelled', '2026-01-11T10:00:00', {}],
    ])
  })

  it('moves exceptions with the rule, and RDATEs by the exact time', async () => {
    const { events } = await read(
      `DTSTART:20260105T100000
      RRULE:FREQ=MONTHLY;BYDAY=1MO
      RDATE:20260218T100000
      EXDATE:20260907T100000`,
      from('20260202T100000', '20260203T100000'),
    )
    // The first Monday and the first Tuesday of September are not adjacent.
    expect(events[1]?.content.recurrence).toEqual({
      rules: ['FREQ=MONTHLY;BYDAY=1TU'],
      dates: ['2026-02-19T10:00:00'],
      exclusions: ['2026-09-01T10:00:00'],
    })
  })

  it('does not shift a series beyond the supported years', async () => {
    const { events } = await read(
      `${daily}\nRDATE:99970101T100000`,
      from('20260107T100000', '99980101T100000'),
    )
    expect(events.map(describeSeries)).toMatchObject([
      { rules: ['FREQ=DAILY;UNTIL=20260107T095959'], dates: [] },
      {
        rules: ['FREQ=DAILY'],
        dates: ['9997-01-01T10:00:00'],
        overrides: { '2026-01-07T10:00:00': { span: { start: '9998-01-01T10:00:00' } } },
      },
    ])
  })

  it('applies the first fifty changes of a series and notes the others', async () => {
    const ids = [...Array(60).keys()].map((days) => compact(wallOf(START + (days + 1) * DAY)))
    const { events, notes } = await read(daily, ...ids.map((id) => from(id, id.replace('T10', 'T11'), id)))
    expect(events).toHaveLength(51)
    expect(Object.keys(events.at(-1)!.content.overrides)).toHaveLength(10)
    expect(notes.map(({ code }) => code)).toEqual(Array(10).fill('rule_approximated'))
  })

  it('puts every instance at its time for any number of changes of a series that ends', async () => {
    const rules = [
      'DAILY;INTERVAL=3',
      'WEEKLY;BYDAY=MO,TH,SU;WKST=SU',
      'WEEKLY;INTERVAL=2;BYDAY=TU,SA',
      'MONTHLY',
      'MONTHLY;BYDAY=1MO,-1FR',
      'MONTHLY;BYMONTHDAY=-1',
      'YEARLY;BYMONTH=1,2;BYDAY=1TU,3WE;BYHOUR=8,23',
    ]
    const change = fc.record({
      place: fc.nat(19),
      hours: fc.integer({ min: -100, max: 100 }),
      range: fc.boolean(),
    })
    const cases = fc.record({
      rules: fc.subarray(rules, { minLength: 1, maxLength: 2 }),
      end: fc.constantFrom('COUNT=17', 'UNTIL=20270601T120000'),
      dates: fc.uniqueArray(fc.nat(60), { maxLength: 3 }),
      excluded: fc.uniqueArray(fc.nat(19), { maxLength: 4 }),
      changes: fc.uniqueArray(change, { selector: ({ place }) => place, maxLength: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ rules, end, dates, excluded, changes }) => {
        const days = dates.map((day) => `\nRDATE:${compact(wallOf(START + day * DAY))}`)
        const series = `DTSTART:20260105T100000\n${rules.map((rule) => `RRULE:FREQ=${rule};${end}`).join('\n')}${days.join('')}`
        const ids = starts((await read(series)).events)
        const idAt = (place: number) => ids[place % ids.length]!
        const excludedIds = new Set(excluded.map(idAt))
        const changesById = new Map(
          changes.map((change) => [idAt(change.place), { ...change, at: wallMs(idAt(change.place)) }]),
        )
        const expected = ids.flatMap((id) => {
          if (excludedIds.has(id)) return []
          const ownChange = changesById.get(id)
          const range =
            ownChange ??
            [...changesById.values()]
              .filter((change) => change.range && change.at < wallMs(id))
              .sort((a, b) => b.at - a.at)[0]
          return wallOf(wallMs(id) + (range?.hours ?? 0) * HOUR)
        })
        const { events, notes } = await read(
          `${series}${[...excludedIds].map((id) => `\nEXDATE:${compact(id)}`).join('')}`,
          ...[...changesById].map(([id, { at, hours, range }]) =>
            from(compact(id), compact(wallOf(at + hours * HOUR))).replace(
              range ? '' : ';RANGE=THISANDFUTURE',
              '',
            ),
          ),
        )
        // Two rules with different INTERVALs cannot be split.
        fc.pre(rules.length === 1 || notes.length === 0)
        expect(starts(events)).toEqual(expected.sort())
      }),
      { numRuns: 100, examples: [[CHANGE_AFTER_LAST_START], [CHANGE_OF_TWO_RULES]] },
    )
  })
})

const START = wallMs('2026-01-05T10:00:00')

/** The second rule takes its day of the month from DTSTART, which a split at the first rule's start would change. */
const CHANGE_OF_TWO_RULES = {
  rules: ['WEEKLY;BYDAY=MO,TH,SU;WKST=SU', 'MONTHLY'],
  end: 'UNTIL=20270601T120000' as const,
  dates: [11],
  excluded: [],
  changes: [{ place: 3, hours: 0, range: true }],
}

/** Changes an RDATE after the last start of the rule, but before the UNTIL that a split gave it. */
const CHANGE_AFTER_LAST_START = {
  rules: ['WEEKLY;INTERVAL=2;BYDAY=TU,SA'],
  end: 'COUNT=17' as const,
  dates: [35],
  excluded: [],
  changes: [7, 8].map((place) => ({ place, hours: 0, range: true })),
}

const compact = (id: string) => id.replace(/[-:]/g, '')
