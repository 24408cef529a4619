import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIcal } from './read'
import { bytesOf } from './testing'

describe('readIcal with hostile input', () => {
  const zone = 'America/St_Johns'

  it('reads random bytes without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const withHead = Buffer.concat([Buffer.from('BEGIN:VCALENDAR\nBEGIN:VEVENT\n'), bytes])
        expect((await readIcal(bytesOf(bytes), { zone })).events).toEqual([])
        expect((await readIcal(bytesOf(withHead), { zone })).notes.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  it('reads a valid file with lines deleted, doubled, moved and changed without throwing', async () => {
    const good = [
      'BEGIN:VCALENDAR',
      'BEGIN:VTIMEZONE',
      'TZID:Mine',
      'BEGIN:STANDARD',
      'DTSTART:16010101T000000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART;TZID=Mine:20260102T100000',
      'DURATION:P1DT2H',
      'RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=MO,FR',
      'RDATE;VALUE=PERIOD:20260301T100000Z/PT1H',
      'EXDATE;VALUE=DATE:20260109',
      'ATTENDEE;CN="A, B";PARTSTAT=ACCEPTED:mailto:a@example.org',
      'GEO:1.0;2.0',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:1',
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Mine:20260116T100000',
      'DTSTART;TZID=Mine:20260117T110000',
      'DTEND:20260117T120000Z',
      'END:VEVENT',
      'END:VCALENDAR',
    ]
    const change = fc.tuple(
      fc.nat(good.length - 1),
      fc.nat(good.length - 1),
      fc.constantFrom('delete', 'copy', 'byte', 'value'),
      fc.nat(255),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        const lines = good.map((line) => Buffer.from(line))
        for (const [from, to, kind, byte] of changes) {
          const line = lines[from % lines.length]!
          if (kind === 'delete' && lines.length > 1) lines.splice(from % lines.length, 1)
          else if (kind === 'copy') lines.splice(to, 0, line)
          else if (kind === 'byte') line[to % line.length] = byte
          else
            lines[from % lines.length] = Buffer.from(`${line.toString().split(':')[0]}:${'9'.repeat(byte)}`)
        }
        const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\r\n')]))
        await readIcal(bytesOf(bytes), { zone })
      }),
      { numRuns: 500 },
    )
  }, 30_000)

  it('survives masses of parameters, quotes and NULs, and names of object properties', async () => {
    const event = (line: string) =>
      `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101\r\n${line}\r\nEND:VEVENT\r\nEND:VCALENDAR`
    for (const line of [
      `X-A${';B=C'.repeat(200_000)}:v`,
      `X-A;B=${'"a",'.repeat(100_000)}"b":v`,
      `X-A;B="${'^'.repeat(300_000)}":v`,
      'X-A;__proto__=a;constructor=b:v',
      '__proto__:v',
      'constructor;VALUE=__proto__:v',
      'X-A;B="never closed:v',
    ]) {
      const { events } = await readIcal(bytesOf(event(line), 65_536), { zone })
      expect(events[0]?.content.unknown).toHaveLength(1)
    }
    const { events } = await readIcal(bytesOf(event('SUM\0MARY:a\0b')), { zone })
    expect(events[0]?.content.title).toBe('ab')
  })

  it('limits the content of an event and of a file', async () => {
    const dates = Array.from({ length: 100 }, (_, index) =>
      new Date(Date.UTC(2026, 0, index + 1)).toISOString().slice(0, 10).replaceAll('-', ''),
    )
    const line = (hour: number) =>
      `EXDATE:${dates.flatMap((day) => [...Array(6).keys()].map((minute) => `${day}T${String(hour).padStart(2, '0')}0${minute}00`)).join(',')}\r\n`
    const lines = [...Array(24).keys()].map(line).join('')
    const text = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101T000000\r\nRRULE:FREQ=DAILY\r\n${lines}END:VEVENT\r\n`
    const { events, notes } = await readIcal(bytesOf(text, 65_536), { zone })
    expect(events[0]?.content.recurrence?.exclusions).toHaveLength(10_000)
    expect(notes.map(({ code }) => code)).toContain('shortened')
    const many = `BEGIN:VCALENDAR\r\n${[...Array(20).keys()].map((uid) => `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTART:20260101\r\nEND:VEVENT\r\n`).join('')}END:VCALENDAR`
    const file = await readIcal(bytesOf(many), { zone, maxEvents: 10 })
    expect(file.events).toHaveLength(10)
    expect(file.notes.map(({ code }) => code)).toEqual(['too_many'])
  })
})
