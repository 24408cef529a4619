import { describe, expect, it } from 'vitest'
import { readEvent, readLines } from './testing'
import { writeIcal } from './write'

const BERLIN = 'Europe/Berlin'

/** An Outlook VTIMEZONE: rules since 1601, with a Windows zone name or a custom name. */
const timezone = (id: string, standard = '+0100', daylight = '+0200') =>
  `
  BEGIN:VTIMEZONE
  TZID:${id}
  BEGIN:STANDARD
  DTSTART:16010101T030000
  TZOFFSETFROM:${daylight}
  TZOFFSETTO:${standard}
  RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
  END:STANDARD
  BEGIN:DAYLIGHT
  DTSTART:16010101T020000
  TZOFFSETFROM:${standard}
  TZOFFSETTO:${daylight}
  RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
  END:DAYLIGHT
  END:VTIMEZONE`.trim()

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
    const { event, notes } = await readEvent(lines)
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
    ['DTSTART;TZID=Nowhere:20260102T100000', 'zone_unknown', timed('2026-01-02T10:00:00', 'Asia/Kathmandu')],
  ])('reads the time of %s and reports %s', async (lines, code, span) => {
    const { event, notes } = await readEvent(lines)
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

describe('zones', () => {
  it.each([
    // A zone name that agrees with the file's VTIMEZONE.
    ['W. Europe Standard Time', '+0100', '+0200', BERLIN, []],
    ['Europe/Berlin', '+0100', '+0200', BERLIN, []],
    // A zone name that does not agree: the offsets decide (RFC 5545 §3.6.5).
    ['Europe/Berlin', '+0200', '+0300', 'Europe/Athens', ['zone_matched']],
    ['Customized Time Zone', '+0000', '+0100', 'Atlantic/Faroe', ['zone_matched']],
  ])('reads the VTIMEZONE %s with %s and %s as %s', async (id, standard, daylight, zone, codes) => {
    const event = `BEGIN:VEVENT\nUID:1\nDTSTART;TZID="${id}":20260702T100000\nEND:VEVENT`
    const { events, notes } = await readLines(
      `${timezone(id, standard, daylight)}\n${event}`,
      'Atlantic/Faroe',
    )
    expect(events[0]?.content.span).toMatchObject({ start: '2026-07-02T10:00:00', startZone: zone })
    expect(notes.map((note) => note.code)).toEqual(codes)
  })

  it('keeps the offset if no zone agrees', async () => {
    const event = 'BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Mine:20260702T100000\nEND:VEVENT'
    const { events, notes } = await readLines(`${timezone('Mine', '+0117', '+0317')}\n${event}`)
    expect(events[0]?.content.span).toMatchObject({ start: '2026-07-02T10:00:00', startZone: 'UTC+03:17' })
    expect(notes).toMatchObject([{ code: 'zone_matched', subject: 'Mine' }])
  })
})

describe('other properties', () => {
  it('exports properties again if Kinday has no field for them, or if they are too long', async () => {
    const lines = [
      `SUMMARY;LANGUAGE=de:${'lang '.repeat(200)}`,
      'CLASS:CONFIDENTIAL',
      'COLOR:salmon',
      'ATTENDEE;ROLE=CHAIR;PARTSTAT=DELEGATED;CN="Doe, J";DELEGATED-TO="mailto:b@example.org":mailto:A@Example.org',
      'GEO:48.10;11.50',
      'X-ALT-DESC;FMTTYPE=text/html:<b>a</b>\\, b',
      'PRIORITY:high',
    ]
    const { event, notes } = await readEvent(`DTSTART:20260102\n${lines.join('\n')}`)
    expect(event.content).toMatchObject({ visibility: 'private', color: null, kind: 'meeting' })
    expect(event.content.title).toHaveLength(500)
    expect(event.content.attendees).toEqual([
      { userId: null, email: 'a@example.org', name: 'Doe, J', status: 'needs-action' },
    ])
    expect(notes).toMatchObject([{ code: 'shortened', subject: 'SUMMARY' }])
    const written = { ...event, created: new Date(0), modified: new Date(0) }
    const text = [...writeIcal({ name: '' }, [written])].join('').replaceAll('\r\n ', '')
    for (const line of lines) expect(text.replaceAll('"', '')).toContain(line.replaceAll('"', ''))
    const changed = {
      ...written,
      content: { ...event.content, title: 'new', visibility: 'default' as const, attendees: [] },
    }
    const after = [...writeIcal({ name: '' }, [changed])].join('')
    expect(after).toContain('SUMMARY:new\r\n')
    expect(after).not.toMatch(/CLASS|ATTENDEE|LANGUAGE/)
  })

  it('decodes parameters by RFC 6868', async () => {
    const { event } = await readEvent("DTSTART:20260102\nATTENDEE;CN=A ^'B^' ^^ C:mailto:a@example.org")
    expect(event.content.attendees[0]?.name).toBe('A "B" ^ C')
  })

  it('derives the same UID each time it reads an event without UID', async () => {
    const withoutUid = 'BEGIN:VEVENT\nDTSTART:20260102\nSUMMARY:a\nEND:VEVENT'
    const [first, second] = [await readLines(withoutUid), await readLines(withoutUid)]
    expect(first.events[0]?.uid).toBe(second.events[0]?.uid)
  })

  it('keeps the newest version of a UID and reports the others', async () => {
    const version = (sequence: number) =>
      `BEGIN:VEVENT\nUID:1\nSEQUENCE:${sequence}\nDTSTART:20260102\nSUMMARY:${sequence}\nEND:VEVENT`
    const { events, notes } = await readLines([version(1), version(3), version(2)].join('\n'))
    expect(events.map(({ content }) => content.title)).toEqual(['3'])
    expect(notes.map(({ code }) => code)).toEqual(['duplicate_uid', 'duplicate_uid'])
  })

  it('reads to-dos as reminders and reports other components', async () => {
    const { events, notes } = await readLines(`BEGIN:VTODO
      UID:1
      DUE:20260102T100000
      STATUS:COMPLETED
      END:VTODO
      BEGIN:VTODO
      UID:2
      END:VTODO
      BEGIN:VJOURNAL
      END:VJOURNAL`)
    expect(events.map(({ content }) => [content.kind, content.done, content.span.start])).toEqual([
      ['reminder', true, '2026-01-02T10:00:00'],
    ])
    expect(notes.map(({ code }) => code).sort()).toEqual(['no_start', 'unsupported_component'])
  })
})

describe('files of other programs', () => {
  it.each([
    [
      'Google',
      'X-WR-CALNAME:Family\nX-WR-TIMEZONE:Europe/Berlin\nBEGIN:VEVENT\nDTSTART:20260102T090000Z\nDTEND:20260102T100000Z\nUID:a@google.com\nCLASS:PRIVATE\nSTATUS:CONFIRMED\nSUMMARY:a\\, b\nTRANSP:OPAQUE\nEND:VEVENT',
      'UTC',
      [],
    ],
    [
      'iCloud',
      'X-APPLE-CALENDAR-COLOR:#FF2968\nBEGIN:VEVENT\nUID:A-B\nDTSTART;TZID=US/Eastern:20260102T090000\nDURATION:PT1H\nX-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC\nX-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="A, B":geo:1.0,2.0\nBEGIN:VALARM\nACTION:NONE\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\nEND:VALARM\nEND:VEVENT',
      'US/Eastern',
      [],
    ],
    [
      'Outlook',
      `METHOD:PUBLISH\n${timezone('W. Europe Standard Time')}\nBEGIN:VEVENT\nUID:040000008200E\nDTSTART;TZID="W. Europe Standard Time":20260102T090000\nDTEND;TZID="W. Europe Standard Time":20260102T100000\nSUMMARY;LANGUAGE=de:a\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\nEND:VEVENT`,
      BERLIN,
      [],
    ],
    [
      'Exchange',
      `${timezone('Customized Time Zone')}\nBEGIN:VEVENT\nUID:0400\nORGANIZER;CN=a:invalid:nomail\nDTSTART;TZID=Customized Time Zone:20260102T090000\nDTEND;TZID=Customized Time Zone:20260102T100000\nEND:VEVENT`,
      BERLIN,
      ['zone_matched'],
    ],
    [
      'Thunderbird',
      'BEGIN:VEVENT\nUID:a\nDTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260102T090000\nX-MOZ-GENERATION:3\nX-MOZ-LASTACK:20260101T000000Z\nEND:VEVENT',
      BERLIN,
      [],
    ],
    [
      'Nextcloud',
      'REFRESH-INTERVAL;VALUE=DURATION:PT4H\nBEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Berlin:20260102T090000\nDTEND;TZID=Europe/Berlin:20260102T100000\nCATEGORIES:a,b\nEND:VEVENT',
      BERLIN,
      [],
    ],
    [
      'TimeTree',
      'BEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=Asia/Tokyo:20260102T090000\nDTEND;TZID=Asia/Tokyo:20260102T100000\nUID:1\nRELATED-TO:0\nX-TIMETREE-LABEL:1\nEND:VEVENT',
      'Asia/Tokyo',
      [],
    ],
    [
      'Facebook',
      'BEGIN:VEVENT\nUID:e1@facebook.com\nORGANIZER;CN=A:MAILTO:noreply@facebookmail.com\nDTSTART:20260102T090000Z\nCLASS:PUBLIC\nPARTSTAT:ACCEPTED\nEND:VEVENT',
      'UTC',
      [],
    ],
    [
      'Meetup',
      'CALSCALE:GREGORIAN\nBEGIN:VEVENT\nDTSTART;TZID=America/New_York:20260102T090000\nGEO:40.72;-74.00\nURL;VALUE=URI:https://example.org/e\nUID:event_1@meetup.com\nEND:VEVENT',
      'America/New_York',
      [],
    ],
  ])('reads a file of %s and writes the same events', async (_, lines, startZone, codes) => {
    const file = await readLines(lines)
    expect(file.notes.map(({ code }) => code)).toEqual(codes)
    expect(file.events[0]?.content.span).toMatchObject({ start: '2026-01-02T09:00:00', startZone })
    const written = file.events.map((event) => ({
      ...event,
      created: new Date(0),
      modified: new Date(event.lastModified ?? 0),
    }))
    const text = [...writeIcal({ name: 'x' }, written)].join('')
    const again = await readLines(
      text
        .replace(/^BEGIN:VCALENDAR\r\n/, '')
        .replace(/\r\nEND:VCALENDAR\r\n$/, '')
        .replaceAll('\r\n ', '')
        .replaceAll('\r', ''),
    )
    expect(again.events.map(({ content }) => content)).toEqual(file.events.map(({ content }) => content))
  })
})
