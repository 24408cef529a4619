import { describe, expect, it } from 'vitest'
import { ALL_TIME, occurrences } from '@/lib/calendar/series/series'
import { readEventLines, readLines } from './testing'
import { writeIcal } from './write'

describe('readIcal of series', () => {
  it('reads RDATE and EXDATE of any type as wall times of the start (RFC 5545 §3.8.5)', async () => {
    const { event, notes } = await readEventLines(`DTSTART;TZID=Europe/Berlin:20260102T100000
      RRULE:freq=weekly;byday=FR;X-OWN=1
      RDATE;VALUE=PERIOD:20260105T090000Z/PT2H
      RDATE;TZID=Europe/London:20260106T090000,20260106T090000
      EXDATE:20260109T090000Z
      EXDATE;VALUE=DATE:20260116`)
    expect(event.content.recurrence).toEqual({
      rules: ['FREQ=WEEKLY;BYDAY=FR'],
      dates: ['2026-01-05T10:00:00/2026-01-05T12:00:00', '2026-01-06T10:00:00'],
      exclusions: ['2026-01-09T10:00:00', '2026-01-16T10:00:00'],
    })
    expect(notes.map((note) => note.code)).toEqual(['rule_approximated'])
  })

  it('keeps an invalid rule and reads a single event', async () => {
    const { event, notes } = await readEventLines('DTSTART:20260102\nRRULE:FREQ=NEVER\nEXRULE:FREQ=DAILY')
    expect(event.content.recurrence).toBeNull()
    expect(event.content.unknown).toHaveLength(2)
    expect(notes.map((note) => note.code).sort()).toEqual(['rule_approximated', 'rule_unreadable'])
    const text = [
      ...writeIcal({ name: '' }, [{ ...event, created: new Date(0), modified: new Date(0) }]),
    ].join('')
    expect(text).toContain('RRULE:FREQ=NEVER\r\n')
  })

  it('reads instances in any order as overrides with the different fields (§3.8.4.4)', async () => {
    const { events, notes } = await readLines(`BEGIN:VEVENT
      UID:1
      RECURRENCE-ID:20260109T090000Z
      DTSTART;TZID=Europe/Berlin:20260109T110000
      DTEND;TZID=Europe/Berlin:20260109T120000
      SUMMARY:a
      END:VEVENT
      BEGIN:VEVENT
      UID:1
      RECURRENCE-ID;TZID=Europe/Berlin:20260116T100000
      DTSTART;TZID=Europe/Berlin:20260116T100000
      STATUS:CANCELLED
      END:VEVENT
      BEGIN:VEVENT
      UID:1
      DTSTART;TZID=Europe/Berlin:20260102T100000
      DURATION:PT1H
      SUMMARY:a
      RRULE:FREQ=WEEKLY
      END:VEVENT`)
    expect(events).toHaveLength(1)
    expect(events[0]?.content.overrides).toMatchObject({
      '2026-01-09T10:00:00': { span: { start: '2026-01-09T11:00:00' } },
      '2026-01-16T10:00:00': { status: 'cancelled' },
    })
    expect(Object.keys(events[0]!.content.overrides['2026-01-09T10:00:00']!)).toEqual(['span'])
    expect(notes).toEqual([])
  })

  describe('occurrences after RANGE=THISANDFUTURE', () => {
    /** Returns the occurrences of a rule from 5 January 2026 with RANGE=THISANDFUTURE instances: `id start title`. */
    const readOccurrences = async (start: string, rule: string, ...changes: [string, string, string][]) => {
      const zone = start.endsWith('T100000') ? ';TZID=Europe/Berlin' : ''
      const { events, notes } = await readLines(
        [
          `BEGIN:VEVENT\nUID:1\nSUMMARY:a\nDTSTART${zone}:${start}\nRRULE:${rule}\nEND:VEVENT`,
          ...changes.map(
            ([id, moved, title]) =>
              `BEGIN:VEVENT\nUID:1\nSUMMARY:${title}\nRECURRENCE-ID;RANGE=THISANDFUTURE${zone}:${id}\nDTSTART${zone}:${moved}\nEND:VEVENT`,
          ),
        ].join('\n'),
      )
      const all = events.flatMap(({ content }) =>
        occurrences(content, ALL_TIME, 20).map(
          ({ span, override }) => `${span.start.slice(2, 13)} ${override?.title ?? content.title}`,
        ),
      )
      return { all: all.sort(), codes: notes.map(({ code }) => code) }
    }

    it.each<[string, Parameters<typeof readOccurrences>, string[]]>([
      [
        'until an UNTIL in UTC',
        [
          '20260105T100000',
          'FREQ=WEEKLY;UNTIL=20260126T090000Z',
          ['20260119T100000', '20260120T120000', 'b'],
        ],
        ['26-01-05T10 a', '26-01-12T10 a', '26-01-20T12 b', '26-01-27T12 b'],
      ],
      [
        'until a date as UNTIL',
        ['20260105', 'FREQ=DAILY;UNTIL=20260108', ['20260107', '20260109', 'b']],
        ['26-01-05 a', '26-01-06 a', '26-01-09 b', '26-01-10 b'],
      ],
      [
        'every other week, even if the instance moved to the week between',
        [
          '20260105T100000',
          'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=6',
          ['20260119T100000', '20260122T100000', 'b'],
        ],
        [
          '26-01-05T10 a',
          '26-01-09T10 a',
          '26-01-22T10 b',
          '26-01-26T10 b',
          '26-02-05T10 b',
          '26-02-09T10 b',
        ],
      ],
      [
        'until a second RANGE=THISANDFUTURE',
        [
          '20260105T100000',
          'FREQ=WEEKLY;COUNT=5',
          ['20260112T100000', '20260113T110000', 'b'],
          ['20260126T100000', '20260126T080000', 'c'],
        ],
        ['26-01-05T10 a', '26-01-13T11 b', '26-01-20T11 b', '26-01-26T08 c', '26-02-02T08 c'],
      ],
      [
        'as a whole if it is the first instance',
        ['20260105T100000', 'FREQ=DAILY;COUNT=3', ['20260105T100000', '20260106T100000', 'b']],
        ['26-01-06T10 b', '26-01-07T10 b', '26-01-08T10 b'],
      ],
    ])('continues a series from a moved instance %s', async (_, args, all) => {
      expect(await readOccurrences(...args)).toEqual({ all, codes: [] })
    })

    it('reads occurrences after RANGE=THISANDFUTURE as RDATEs if no rule expresses them, with a note', async () => {
      const { all, codes } = await readOccurrences(
        '20260105T100000',
        'FREQ=MONTHLY;BYMONTHDAY=5,20;COUNT=5',
        ['20260205T100000', '20260206T100000', 'b'],
      )
      expect(all).toEqual([
        '26-01-05T10 a',
        '26-01-20T10 a',
        '26-02-06T10 b',
        '26-02-21T10 b',
        '26-03-06T10 b',
      ])
      expect(codes).toEqual(['rule_approximated'])
    })
  })

  it('reads one instance without its series as an event, several as a series on their dates', async () => {
    const instance = (day: string, title: string) =>
      `BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:${day}T100000Z\nDTSTART:${day}T110000Z\nSUMMARY:${title}\nEND:VEVENT`
    const single = await readLines(instance('20260102', 'a'))
    expect(single.events[0]?.content).toMatchObject({
      recurrence: null,
      unknown: [['recurrence-id', {}, 'date-time', '2026-01-02T10:00:00Z']],
    })
    const two = await readLines(`${instance('20260109', 'b')}\n${instance('20260102', 'a')}`)
    expect(two.events[0]?.content).toMatchObject({
      title: 'a',
      span: { start: '2026-01-02T10:00:00' },
      recurrence: { rules: [], dates: ['2026-01-09T10:00:00'] },
      overrides: { '2026-01-02T10:00:00': { span: {} }, '2026-01-09T10:00:00': { title: 'b' } },
    })
  })
})
