import { describe, expect, it } from 'vitest'
import { ALL_TIME, occurrences } from '@/lib/calendar/series/series'
import { instantsOf } from '@/lib/calendar/span'
import { readIcal } from './read'
import { bytesOf, readLines } from './testing'
import { writeIcal } from './write'

const event = (lines: string, uid = '1') => `BEGIN:VEVENT\nUID:${uid}\n${lines}\nEND:VEVENT`
const zoneOf = (id: string, ...parts: string[]) =>
  `BEGIN:VTIMEZONE\nTZID:${id}\n${parts.join('\n')}\nEND:VTIMEZONE`
const standard = (lines: string, name = 'STANDARD') => `BEGIN:${name}\n${lines}\nEND:${name}`
const codes = ({ notes }: { notes: { code: string }[] }) => notes.map(({ code }) => code)

describe('VTIMEZONE of an IANA zone', () => {
  const july = event('DTSTART;TZID=Europe/Berlin:20260702T100000')
  const WINTER = 'TZOFFSETFROM:+0200\nTZOFFSETTO:+0100'

  it.each([
    [
      'standard time with a rule',
      [standard(`DTSTART:19701025T030000\n${WINTER}\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU`)],
    ],
    ['standard time without a rule', [standard(`DTSTART:20251026T030000\n${WINTER}`)]],
    [
      'standard time alone, from nothing else',
      [standard('DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100')],
    ],
    [
      'the changes of another year',
      [
        standard(`DTSTART:20251026T030000\n${WINTER}`),
        standard('DTSTART:20250330T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200', 'DAYLIGHT'),
      ],
    ],
  ])('uses the named zone if the file has only %s', async (_, parts) => {
    const { events } = await readLines(`${zoneOf('Europe/Berlin', ...parts)}\n${july}`)
    expect(events[0]!.content.span).toMatchObject({
      start: '2026-07-02T10:00:00',
      startZone: 'Europe/Berlin',
    })
  })

  it('uses a complete definition that differs from the named zone', async () => {
    const moscow = zoneOf(
      'Europe/Moscow',
      standard('DTSTART:20110327T020000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0400'),
    )
    const { events } = await readLines(`${moscow}\n${event('DTSTART;TZID=Europe/Moscow:20110702T100000')}`)
    const { from } = instantsOf(events[0]!.content.span, 'UTC')
    expect(new Date(from).toISOString()).toBe('2011-07-02T06:00:00.000Z')
    const berlin = zoneOf(
      'Europe/Berlin',
      standard(
        'DTSTART:19701025T030000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      ),
      standard(
        'DTSTART:19700329T020000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
        'DAYLIGHT',
      ),
    )
    const other = await readLines(`${berlin}\n${july}`)
    expect(new Date(instantsOf(other.events[0]!.content.span, 'UTC').from).toISOString()).toBe(
      '2026-07-02T07:00:00.000Z',
    )
  })
})

describe('a VTIMEZONE that matches no IANA zone', () => {
  const own = zoneOf('Mine', standard('DTSTART:19700101T000000\nTZOFFSETFROM:+0417\nTZOFFSETTO:+0417'))

  it('keeps its offset, so that a weekly rule stays on Mondays', async () => {
    const { events } = await readLines(
      `${own}\n${event('DTSTART;TZID=Mine:20260105T020000\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3')}`,
    )
    const { content } = events[0]!
    expect(content.span).toMatchObject({ start: '2026-01-05T02:00:00', startZone: 'UTC+04:17' })
    expect(occurrences(content, ALL_TIME).map(({ id }) => id)).toEqual([
      '2026-01-05T02:00:00',
      '2026-01-12T02:00:00',
      '2026-01-19T02:00:00',
    ])
    expect(instantsOf(content.span, 'UTC').from).toBe(Date.UTC(2026, 0, 4, 21, 43))
    const written = [
      ...writeIcal({ name: 'x' }, [{ ...events[0]!, created: new Date(0), modified: new Date(0) }]),
    ]
    expect(written.join('')).toContain('DTSTART;TZID="UTC+04:17":20260105T020000')
    const again = await readIcal(bytesOf(written.join('')), { zone: 'Europe/Paris' })
    expect(again.events[0]!.content).toEqual(content)
    expect(again.notes).toEqual([])
  })
})

describe('X-WR-TIMEZONE', () => {
  it('applies to times without zone in its own calendar only', async () => {
    const google = 'X-WR-TIMEZONE:America/New_York\n'
    const { events } = await readLines(
      `${google}${event('DTSTART:20260702T100000\nRRULE:FREQ=DAILY\nEXDATE:20260703T100000')}\n${event('DTSTART;VALUE=DATE:20260702', '2')}\nEND:VCALENDAR\nBEGIN:VCALENDAR\n${event('DTSTART:20260702T100000', '3')}`,
    )
    expect(events.map(({ content }) => content.span)).toMatchObject([
      { type: 'timed', start: '2026-07-02T10:00:00', startZone: 'America/New_York' },
      { type: 'all-day' },
      { type: 'floating' },
    ])
    expect(events[0]!.content.recurrence?.exclusions).toEqual(['2026-07-03T10:00:00'])
  })

  it('keeps times floating if its name is unknown', async () => {
    const { events } = await readLines(`X-WR-TIMEZONE:Nowhere\n${event('DTSTART:20260702T100000')}`)
    expect(events[0]!.content.span.type).toBe('floating')
  })
})

describe('components without VCALENDAR', () => {
  const read = (text: string) => readIcal(bytesOf(text), { zone: 'Europe/Berlin' })

  it.each([
    ['a VEVENT', event('DTSTART:20260702T100000\nSUMMARY:a'), ['a']],
    ['text before it', `See you there!\n\n${event('DTSTART:20260702T100000\nSUMMARY:a')}\n`, ['a']],
    ['a VTODO', 'BEGIN:VTODO\nUID:1\nDUE:20260702T100000\nSUMMARY:a\nEND:VTODO', ['a']],
    [
      'a VTIMEZONE before it',
      `${zoneOf('UTC+04:17', standard('DTSTART:19700101T000000\nTZOFFSETFROM:+0417\nTZOFFSETTO:+0417'))}\n${event('DTSTART;TZID="UTC+04:17":20260702T100000\nSUMMARY:a')}`,
      ['a'],
    ],
    [
      'several',
      `${event('DTSTART:20260702\nSUMMARY:a')}\n${event('DTSTART:20260703\nSUMMARY:b', '2')}`,
      ['a', 'b'],
    ],
    [
      'one after a calendar',
      `BEGIN:VCALENDAR\n${event('DTSTART:20260702\nSUMMARY:a')}\nEND:VCALENDAR\n${event('DTSTART:20260703\nSUMMARY:b', '2')}`,
      ['a', 'b'],
    ],
  ])('reads %s', async (_, text, titles) => {
    const file = await read(text)
    expect(file.events.map(({ content }) => content.title)).toEqual(titles)
    expect(file.notes).toEqual([])
  })

  it('notes a truncated component', async () => {
    const file = await read('BEGIN:VEVENT\nUID:1\nDTSTART:20260702T100000\nSUMMARY:a\n')
    expect(codes(file)).toContain('truncated')
  })
})

describe('events that share a UID', () => {
  it('reads different events that share a UID as separate events with reproducible UIDs', async () => {
    const lines = ['20260702', '20260709', '20260716']
      .map((day) => event(`DTSTART:${day}T100000\nSUMMARY:Shift`))
      .join('\n')
    const [first, second] = [await readLines(lines), await readLines(lines)]
    expect(first.events.map(({ content }) => content.span.start.slice(8, 10))).toEqual(['02', '09', '16'])
    expect(new Set(first.events.map(({ uid }) => uid)).size).toBe(3)
    expect(second.events.map(({ uid }) => uid)).toEqual(first.events.map(({ uid }) => uid))
    expect(codes(first)).toEqual(['same_uid', 'same_uid'])
  })

  it('reads events without a UID as separate events, even with equal time and title', async () => {
    const head = 'BEGIN:VEVENT\nDTSTART:20260702T100000\nSUMMARY:Shift\nDESCRIPTION:'
    const { events, notes } = await readLines(`${head}Anna\nEND:VEVENT\n${head}Ben\nEND:VEVENT`)
    expect(events.map(({ content }) => content.description)).toEqual(['Anna', 'Ben'])
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(2)
    expect(notes).toEqual([])
  })
})

describe('properties that cannot be kept', () => {
  it.each([
    ['RRULE:FREQ=DAILY', ['override_rule']],
    ['RDATE:20260710T100000', ['override_rule']],
    ['EXDATE:20260710T100000', ['override_rule']],
    ['DTSTART:20260703T120000', ['property_unreadable']],
    ['DTEND:20260703T120000\nDURATION:PT1H', ['property_unreadable']],
  ])('notes %s in an instance', async (line, expected) => {
    const file = await readLines(
      `${event('DTSTART:20260702T100000\nRRULE:FREQ=DAILY\nSUMMARY:a')}\n${event(`RECURRENCE-ID:20260703T100000\nDTSTART:20260703T110000\nSUMMARY:b\n${line}`)}`,
    )
    expect(codes(file)).toEqual(expected)
  })
})

describe('a completed to-do', () => {
  it('writes a completed to-do as a VEVENT without COMPLETED, PERCENT-COMPLETE or its STATUS (RFC 5545 §3.6.1), and reads it back', async () => {
    const todo =
      'BEGIN:VTODO\nUID:1\nDUE:20260702T100000\nSUMMARY:a\nSTATUS:IN-PROCESS\nPERCENT-COMPLETE:100\nCOMPLETED:20260702T090000Z\nEND:VTODO'
    const { events } = await readLines(todo)
    expect(events[0]!.content).toMatchObject({ kind: 'reminder', done: true })
    const text = [
      ...writeIcal({ name: 'x' }, [{ ...events[0]!, created: new Date(0), modified: new Date(0) }]),
    ].join('')
    expect(text).not.toMatch(/^(COMPLETED|PERCENT-COMPLETE|DUE|STATUS:IN-PROCESS)/m)
    expect(text).toContain('X-KINDAY-COMPLETED:20260702T090000Z')
    const again = await readIcal(bytesOf(text), { zone: 'Europe/Paris' })
    expect(again.events[0]!.content).toEqual(events[0]!.content)
  })
})

describe('METHOD:PUBLISH', () => {
  it('writes METHOD:PUBLISH without ATTENDEE, in series, overrides and alarms (RFC 5546 §3.2.1)', async () => {
    const guest = 'ATTENDEE;ROLE=CHAIR;CN=Anna:mailto:anna@example.org'
    const alarm = `BEGIN:VALARM\nACTION:EMAIL\nTRIGGER:-PT1H\n${guest}\nEND:VALARM`
    const { events } = await readLines(
      `${event(`DTSTART:20260702T100000\nRRULE:FREQ=DAILY\nSUMMARY:a\n${guest}\n${alarm}`)}\n${event(`RECURRENCE-ID:20260703T100000\nDTSTART:20260703T110000\nSUMMARY:b\n${guest}\nATTENDEE:mailto:ben@example.org`)}`,
    )
    const list = events.map((event) => ({ ...event, created: new Date(0), modified: new Date(0) }))
    const feed = [...writeIcal({ name: 'x', method: 'PUBLISH' }, list)].join('')
    expect(feed).not.toMatch(/ATTENDEE|anna|ben@/i)
    expect(feed).toContain('X-KINDAY-KIND:meeting')
    expect([...writeIcal({ name: 'x' }, list)].join('')).toContain('ben@example.org')
  })
})

describe('damaged bytes', () => {
  const read = async (...lines: (string | Buffer)[]) => {
    const all = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART:20260702',
      ...lines,
      'END:VEVENT',
      'END:VCALENDAR',
    ]
    const bytes = Buffer.concat(all.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]))
    const { events } = await readIcal(bytesOf(bytes), { zone: 'Europe/Berlin' })
    return events[0]!.content
  }
  const latin = (text: string) => Buffer.from(text, 'latin1')

  it('reads the rest of a line with damaged bytes, and all other lines', async () => {
    const content = await read(
      'SUMMARY:Müllabfuhr Größe',
      Buffer.concat([Buffer.from('DESCRIPTION:Grüße aus Köln '), latin('é'), Buffer.from(' – schön')]),
      latin('LOCATION:Café Zürich'),
    )
    expect(content).toMatchObject({
      title: 'Müllabfuhr Größe',
      description: 'Grüße aus Köln é – schön',
      location: 'Café Zürich',
    })
  })

  it('decodes UTF-16 by its byte order mark', async () => {
    const text = `\ufeffBEGIN:VCALENDAR\r\n${event('DTSTART:20260702\nSUMMARY:Größe')}\r\nEND:VCALENDAR\r\n`
    const little = Buffer.from(text, 'utf16le')
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      const { events } = await readIcal(bytesOf(bytes), { zone: 'Europe/Berlin' })
      expect(events[0]!.content.title).toBe('Größe')
    }
  })
})
