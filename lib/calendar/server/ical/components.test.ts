import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RawComponent } from './component-stack'
import { readComponents } from './components'
import type { IcalNote } from './ical-event'
import { readIcal } from './read'
import { bytesOf } from './testing'

const CRLF = '\r\n'
const SAMPLE = [
  'BEGIN:VCALENDAR',
  'X-WR-CALNAME:Family',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMMARY:Grüße an',
  '  alle',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'END:VALARM',
  'DTSTART:20260102T100000Z',
  'END:VEVENT',
  'BEGIN:VTODO',
  'UID:2',
  'DUE;VALUE=DATE:20260103',
  'END:VTODO',
  'END:VCALENDAR',
  '',
].join(CRLF)

async function all(bytes: AsyncIterable<Uint8Array>, limits = {}): Promise<(RawComponent | IcalNote)[]> {
  const found: (RawComponent | IcalNote)[] = []
  for await (const part of readComponents(bytes, limits)) found.push(part)
  return found
}

const codes = (found: (RawComponent | IcalNote)[]) =>
  found.map((part) => ('code' in part ? part.code : part.name))

async function* repeated(head: string, line: string, times: number, tail = ''): AsyncGenerator<Uint8Array> {
  yield* bytesOf(head)
  const many = Math.max(1, Math.floor(100_000 / line.length))
  const chunk = new TextEncoder().encode(line.repeat(many))
  for (let left = times; left > 0; left -= many) {
    yield chunk.subarray(0, Math.min(left, many) * line.length)
  }
  yield* bytesOf(tail)
}

describe('readComponents', () => {
  it('splits a file into unfolded components (RFC 5545 §3.1) for any chunk size', async () => {
    const components = await all(bytesOf(SAMPLE))
    expect(codes(components)).toEqual(['VCALENDAR', 'VEVENT', 'VTODO'])
    expect(components[1]).toMatchObject({
      line: 3,
      lines: [
        { text: 'UID:1', line: 4 },
        { text: 'SUMMARY:Grüße an alle', line: 5 },
        { text: 'BEGIN:VALARM', line: 7 },
        { text: 'ACTION:DISPLAY', line: 8 },
        { text: 'END:VALARM', line: 9 },
        { text: 'DTSTART:20260102T100000Z', line: 10 },
      ],
    })
    for (const size of [1, 2, 3, 7]) expect(await all(bytesOf(SAMPLE, size))).toEqual(components)
  })

  it.each(['\n', '\r', '\r\r\n'])(
    'reads line breaks %j, a byte order mark, and lines folded with tabs',
    async (end) => {
      const text = `\uFEFF${SAMPLE.replace(/\r\n {2}/, '\r\n\t ').replaceAll(CRLF, end)}`
      const found = await all(bytesOf(text))
      expect(codes(found)).toEqual(['VCALENDAR', 'VEVENT', 'VTODO'])
      expect((found[1] as RawComponent).lines.map(({ text }) => text)).toContain('SUMMARY:Grüße an alle')
    },
  )

  it('restores characters split by a fold, and decodes invalid UTF-8 as windows-1252', async () => {
    const bytes = Buffer.from(SAMPLE)
    const at = bytes.indexOf('ü') + 1
    const cut = Buffer.concat([bytes.subarray(0, at), Buffer.from('\r\n '), bytes.subarray(at)])
    expect(JSON.stringify(await all(bytesOf(cut)))).toContain('Grüße an alle')
    expect(JSON.stringify(await all(bytesOf(Buffer.from(SAMPLE, 'latin1'))))).toContain('Grüße an alle')
  })

  it.each([
    '<!DOCTYPE html><html>',
    '{"a":1}',
    '',
    '\u0000\u0001',
    'BEGIN:VCARD\r\nEND:VCARD',
    'x'.repeat(3e6),
  ])('notes content that is not a calendar (%#)', async (text) => {
    expect(codes(await all(bytesOf(text, 65_536)))).toEqual(['not_a_calendar'])
  })

  it('reads the complete components of a file truncated at any octet', async () => {
    const bytes = Buffer.from(SAMPLE)
    const afterEvent = bytes.indexOf('END:VEVENT') + 10
    const afterTodo = bytes.indexOf('END:VTODO') + 9
    const after = bytes.indexOf('END:VCALENDAR') + 13
    for (let length = 15; length <= bytes.length; length++) {
      const found = codes(await all(bytesOf(bytes.subarray(0, length))))
      expect(found.includes('VEVENT')).toBe(length >= afterEvent)
      expect(found.includes('VTODO')).toBe(length >= afterTodo)
      expect(found.includes('truncated')).toBe(length < after)
    }
  })

  it('continues after an invalid line, a missing END and a surplus END', async () => {
    const broken = SAMPLE.replace('UID:1', 'UID:1\r\nno colon\r\n:no name\r\nEND:VFOO').replace(
      'END:VEVENT\r\n',
      '',
    )
    const found = await all(bytesOf(broken))
    expect(codes(found)).toEqual([
      'VCALENDAR',
      'line_unreadable',
      'line_unreadable',
      'line_unreadable',
      'truncated',
      'VEVENT',
      'VTODO',
    ])
  })

  it('truncates a line of 50 MB', async () => {
    const head = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nATTACH:'
    const found = await all(repeated(head, 'x', 50e6, '\r\nSUMMARY:s\r\nEND:VEVENT\r\nEND:VCALENDAR'))
    expect(found).toMatchObject([
      { code: 'too_large', subject: 'ATTACH', line: 4 },
      { name: 'VEVENT', lines: [{ text: 'UID:1' }, { text: 'SUMMARY:s' }] },
    ])
  })

  it('limits too many EXDATE lines, folds and BEGINs', async () => {
    const event = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n'
    const end = 'END:VEVENT\r\nEND:VCALENDAR\r\n'
    const dates = await all(repeated(event, 'EXDATE:20260101T000000Z\r\n', 1e5, end))
    expect(codes(dates)).toEqual(['too_large', 'VEVENT'])
    expect((dates[1] as RawComponent).lines).toHaveLength(20_000)
    expect(codes(await all(repeated(`${event}X:`, '\r\n x', 2e6, `\r\n${end}`)))).toEqual([
      'too_large',
      'VEVENT',
    ])
    expect(codes(await all(repeated(event, 'BEGIN:X\r\n', 1e5)))).toEqual([
      'component_unreadable',
      'truncated',
    ])
    const closed = await all(repeated(event, 'BEGIN:X\r\n', 1e5, `${'END:X\r\n'.repeat(1e5)}UID:1\r\n${end}`))
    expect(codes(closed)).toEqual(['component_unreadable', 'VEVENT'])
    expect((closed[1] as RawComponent).lines.at(-1)?.text).toBe('UID:1')
  }, 30_000)

  it('reads a file up to the size limit', async () => {
    const found = await all(bytesOf(SAMPLE), { file: SAMPLE.indexOf('DUE') })
    expect(codes(found)).toEqual(['VCALENDAR', 'VEVENT', 'too_large', 'truncated'])
  })
})

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
