import { describe, expect, it } from 'vitest'
import { ALL_TIME, occurrences } from '@/lib/calendar/series/series'
import { readIcal } from './read'
import { bytesOf, readEventLines, readLines } from './testing'

const BERLIN = 'Europe/Berlin'

describe('zone names of other programs', () => {
  it.each([
    // Exchange writes a colon without quotes.
    ['tzone://Microsoft/Utc', 'UTC'],
    ['"tzone://Microsoft/Utc"', 'UTC'],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', BERLIN],
    ['"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', BERLIN],
    ['UTC+02:00', 'Etc/GMT-2'],
    ['GMT+01.00', 'Etc/GMT-1'],
    ['/freeassociation.sourceforge.net/Europe/Berlin', BERLIN],
    ['/citadel.org/20210210_1/America/New_York', 'America/New_York'],
    ['America/New York', 'America/New_York'],
    ['Eastern Time (US & Canada)', 'America/New_York'],
    ['PST', 'America/Los_Angeles'],
    ['Z', 'UTC'],
    // British Summer Time, although ICU reads it as Bangladesh Standard Time.
    ['BST', 'Europe/London'],
    ['CEST', BERLIN],
    ['EST5EDT', 'EST5EDT'],
  ])('reads the TZID %s as %s', async (tzid, startZone) => {
    const { event, notes } = await readEventLines(`DTSTART;TZID=${tzid}:20260105T100000`)
    expect(event.content.span).toMatchObject({ start: '2026-01-05T10:00:00', startZone })
    expect(notes).toEqual([])
  })

  it.each(['IST', 'CST', 'tzone://Microsoft/Custom', '4'])(
    'reads the unknown TZID %s as the user’s zone',
    async (tzid) => {
      const { event, notes } = await readEventLines(`DTSTART;TZID=${tzid}:20260105T100000`)
      expect(event.content.span).toMatchObject({ startZone: 'Asia/Kathmandu' })
      expect(notes).toMatchObject([{ code: 'zone_unknown', subject: tzid }])
    },
  )
})

describe('times of other programs', () => {
  it.each([
    ['DTSTART:2026-01-05T10:00:00.000+01:00', '2026-01-05T09:00:00', 'UTC'],
    ['DTSTART:20260105T100000-0330', '2026-01-05T13:30:00', 'UTC'],
    ['DTSTART:20260105T100000.5Z', '2026-01-05T10:00:00', 'UTC'],
    ['DTSTART: 20260105t1000z ', '2026-01-05T10:00:00', 'UTC'],
    ['DTSTART;TZID=Europe/Berlin:20260105T100000Z', '2026-01-05T10:00:00', 'UTC'],
    ['DTSTART;TZID=:20260105T100000', '2026-01-05T10:00:00', undefined],
    ['DTSTART;VALUE=DATE:20260105T000000Z', '2026-01-05', undefined],
    ['DTSTART;VALUE=DATE:20260105T000000\nDTEND;VALUE=DATE:20260106T000000', '2026-01-05', undefined],
    ['DTSTART;VALUE=DATE-TIME:20260105', '2026-01-05', undefined],
  ])('reads the time %s', async (lines, start, startZone) => {
    const { event, notes } = await readEventLines(lines)
    expect(event.content.span).toMatchObject(startZone ? { start, startZone } : { start })
    expect(notes).toEqual([])
  })

  it.each(['DTSTART:1767607200', 'DTSTART:99981231T235959-1400', 'DTSTART;TZID=a:b:c'])(
    'reports the unreadable time %s',
    async (line) => {
      const { notes } = await readEventLines(line)
      expect(notes.map(({ code }) => code)).toContain('bad_date')
    },
  )
})

describe('rules of other programs', () => {
  it.each([
    ['RRULE:FREQ=DAILY', 'FREQ=DAILY', []],
    [' FREQ=DAILY; COUNT=3;', 'FREQ=DAILY;COUNT=3', []],
    ['freq=daily;until=2026-01-10T10:00:00Z', 'FREQ=DAILY;UNTIL=20260110T100000Z', ['rule_approximated']],
    ['FREQ=DAILY;INTERVAL=0', 'FREQ=DAILY', ['rule_approximated']],
    ['FREQ=WEEKLY;BYDAY=;UNTIL=', 'FREQ=WEEKLY', ['rule_approximated']],
    ['FREQ=DAILY;COUNT=0', undefined, ['rule_unreadable']],
    ['FREQ=YEARLY;BYEASTER=0', undefined, ['rule_unreadable']],
  ])('reads the rule %s', async (rule, read, codes) => {
    const { event, notes } = await readEventLines(`DTSTART:20260105T100000\nRRULE:${rule}`)
    expect(event.content.recurrence?.rules[0]).toBe(read)
    expect(notes.map(({ code }) => code)).toEqual(codes)
  })
})

describe('instances of other programs', () => {
  const series = (start: string, ...lines: string[]) =>
    readEventLines([`DTSTART${start}`, 'RRULE:FREQ=DAILY', ...lines].join('\n'))

  it.each([
    [':20260105T100000', 'EXDATE;VALUE=DATE:20260106', '2026-01-06T10:00:00'],
    [':20260105T100000', 'EXDATE;VALUE=DATE:20260106T000000', '2026-01-06T10:00:00'],
    [`;TZID=${BERLIN}:20260105T100000`, 'EXDATE:20260106T100000', '2026-01-06T10:00:00'],
    [
      `;TZID=${BERLIN}:20260105T100000`,
      'EXDATE;TZID=America/New_York: 20260106T040000 ',
      '2026-01-06T10:00:00',
    ],
    [';VALUE=DATE:20260105', 'EXDATE:20260106T000000Z', '2026-01-06'],
    [';VALUE=DATE:20260105', `EXDATE;TZID=${BERLIN}:20260106T000000`, '2026-01-06'],
  ])('excludes from a series with DTSTART%s the occurrence of %s', async (start, line, id) => {
    const { event, notes } = await series(start, line)
    expect(event.content.recurrence?.exclusions).toEqual([id])
    expect(notes).toEqual([])
  })

  it('gives a PERIOD that ends before its start the duration of the series', async () => {
    const { event, notes } = await series(
      ':20260105T100000',
      'RDATE;VALUE=PERIOD:20260106T120000/20260106T080000',
    )
    expect(event.content.recurrence?.dates).toEqual(['2026-01-06T12:00:00'])
    expect(notes.map(({ code }) => code)).toEqual(['end_before_start'])
  })

  it('includes an RDATE equal to DTSTART once', async () => {
    const { event } = await readEventLines('DTSTART:20260105T100000\nRDATE:20260105T100000')
    expect(occurrences(event.content, ALL_TIME)).toHaveLength(1)
  })

  const readWithInstance = (start: string, instance: string, component = 'VEVENT') =>
    readLines(
      [`UID:1\nDTSTART${start}\nRRULE:FREQ=DAILY\nSUMMARY:a`, `UID:1\nSUMMARY:a\n${instance}`]
        .map((lines) => `BEGIN:${component}\n${lines}\nEND:${component}`)
        .join('\n'),
    )

  it.each([
    [`;TZID=${BERLIN}:20260105T100000`, 'RECURRENCE-ID;VALUE=DATE:20260107', '2026-01-07T10:00:00'],
    [`;TZID=${BERLIN}:20260105T100000`, 'RECURRENCE-ID:20260107T090000Z', '2026-01-07T10:00:00'],
    [':20260105T100000', `RECURRENCE-ID;TZID=${BERLIN}:20260107T100000`, '2026-01-07T10:00:00'],
    [';VALUE=DATE:20260105', 'RECURRENCE-ID:20260107T000000Z', '2026-01-07'],
  ])('changes in a series with DTSTART%s the occurrence of %s', async (start, line, id) => {
    const { events, notes } = await readWithInstance(start, `${line}\nSTATUS:CANCELLED`)
    expect(events.map(({ content }) => content.overrides)).toEqual([{ [id]: { status: 'cancelled' } }])
    expect(notes).toEqual([])
  })

  it('stores no span for a changed instance at its original time in UTC', async () => {
    const { events } = await readWithInstance(
      `;TZID=${BERLIN}:20260105T100000`,
      'RECURRENCE-ID:20260107T090000Z\nDTSTART:20260107T090000Z\nLOCATION:b',
    )
    expect(events[0]?.content.overrides).toEqual({ '2026-01-07T10:00:00': { location: 'b' } })
  })

  it('identifies instances of a recurring to-do by DTSTART', async () => {
    const { events } = await readWithInstance(
      ':20260105T100000\nDUE:20260105T120000',
      'RECURRENCE-ID:20260106T100000\nDTSTART:20260106T100000\nDUE:20260106T120000\nPERCENT-COMPLETE:100',
      'VTODO',
    )
    expect(events[0]?.content.overrides).toMatchObject({ '2026-01-06T10:00:00': { done: true } })
    expect(events[0]?.content.overrides['2026-01-06T10:00:00']).not.toHaveProperty('span')
  })
})

describe('attendees of other programs', () => {
  it.each([
    ['MAILTO:A@Example.org'],
    ['mailto:a@example.org?subject=b'],
    ['mailto:"A" <a@example.org>'],
    ['a@example.org'],
  ])('reads the attendee address %s', async (address) => {
    const { event } = await readEventLines(`DTSTART:20260105\nATTENDEE:${address}`)
    expect(event.content.attendees).toMatchObject([{ email: 'a@example.org' }])
  })
})

describe('character encodings', () => {
  const TEXT =
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260105\r\nSUMMARY:Grüße 👩\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
  const utf16 = Buffer.from(`\uFEFF${TEXT}`, 'utf16le')

  it.each([
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`)],
  ])('decodes %s in chunks of any size', async (_, bytes) => {
    for (const size of [1, 3, 1000]) {
      const { events, notes } = await readIcal(bytesOf(bytes, size), { zone: BERLIN })
      expect(events.map(({ content }) => content.title)).toEqual(['Grüße 👩'])
      expect(notes).toEqual([])
    }
  })
})
