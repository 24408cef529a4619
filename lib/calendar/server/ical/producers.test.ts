import { describe, expect, it } from 'vitest'
import { readIcal } from './read'
import { bytesOf, readLines } from './testing'
import { writeIcal } from './write'

const event = (lines: string, uid = '1') => `BEGIN:VEVENT\nUID:${uid}\n${lines}\nEND:VEVENT`
const zoneOf = (id: string, ...parts: string[]) =>
  `BEGIN:VTIMEZONE\nTZID:${id}\n${parts.join('\n')}\nEND:VTIMEZONE`
const observance = (lines: string, name = 'STANDARD') => `BEGIN:${name}\n${lines}\nEND:${name}`
const codes = ({ notes }: { notes: { code: string }[] }) => notes.map(({ code }) => code)

describe('components without VCALENDAR', () => {
  const read = (text: string) => readIcal(bytesOf(text), { zone: 'Europe/Berlin' })

  it.each([
    ['a VEVENT', event('DTSTART:20260702T100000\nSUMMARY:a'), ['a']],
    [
      'a VEVENT after other text',
      `See you there!\n\n${event('DTSTART:20260702T100000\nSUMMARY:a')}\n`,
      ['a'],
    ],
    ['a VTODO', 'BEGIN:VTODO\nUID:1\nDUE:20260702T100000\nSUMMARY:a\nEND:VTODO', ['a']],
    [
      'a VEVENT after a VTIMEZONE',
      `${zoneOf('UTC+04:17', observance('DTSTART:19700101T000000\nTZOFFSETFROM:+0417\nTZOFFSETTO:+0417'))}\n${event('DTSTART;TZID="UTC+04:17":20260702T100000\nSUMMARY:a')}`,
      ['a'],
    ],
    [
      'several VEVENTs',
      `${event('DTSTART:20260702\nSUMMARY:a')}\n${event('DTSTART:20260703\nSUMMARY:b', '2')}`,
      ['a', 'b'],
    ],
    [
      'a VEVENT after a VCALENDAR',
      `BEGIN:VCALENDAR\n${event('DTSTART:20260702\nSUMMARY:a')}\nEND:VCALENDAR\n${event('DTSTART:20260703\nSUMMARY:b', '2')}`,
      ['a', 'b'],
    ],
  ])('reads %s outside VCALENDAR', async (_, text, titles) => {
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
