import { describe, expect, it } from 'vitest'
import type { RawComponent } from './component-stack'
import { CRLF, collectComponents, namesAndCodes, repeatLine, SAMPLE } from './components.test.sample'
import { bytesOf } from './testing'

describe('readComponents', () => {
  it('splits a file into unfolded components (RFC 5545 §3.1) for any chunk size', async () => {
    const components = await collectComponents(bytesOf(SAMPLE))
    expect(namesAndCodes(components)).toEqual(['VCALENDAR', 'VEVENT', 'VTODO'])
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
    for (const size of [1, 2, 3, 7])
      expect(await collectComponents(bytesOf(SAMPLE, size))).toEqual(components)
  })

  it.each(['\n', '\r', '\r\r\n'])(
    'reads line breaks %j, a byte order mark, and lines folded with tabs',
    async (end) => {
      const text = `\uFEFF${SAMPLE.replace(/\r\n {2}/, '\r\n\t ').replaceAll(CRLF, end)}`
      const found = await collectComponents(bytesOf(text))
      expect(namesAndCodes(found)).toEqual(['VCALENDAR', 'VEVENT', 'VTODO'])
      expect((found[1] as RawComponent).lines.map(({ text }) => text)).toContain('SUMMARY:Grüße an alle')
    },
  )

  it('restores characters split by a fold, and decodes invalid UTF-8 as windows-1252', async () => {
    const bytes = Buffer.from(SAMPLE)
    const at = bytes.indexOf('ü') + 1
    const cut = Buffer.concat([bytes.subarray(0, at), Buffer.from('\r\n '), bytes.subarray(at)])
    expect(JSON.stringify(await collectComponents(bytesOf(cut)))).toContain('Grüße an alle')
    expect(JSON.stringify(await collectComponents(bytesOf(Buffer.from(SAMPLE, 'latin1'))))).toContain(
      'Grüße an alle',
    )
  })

  it.each([
    '<!DOCTYPE html><html>',
    '{"a":1}',
    '',
    '\u0000\u0001',
    'BEGIN:VCARD\r\nEND:VCARD',
    'x'.repeat(3e6),
  ])('notes content that is not a calendar (%#)', async (text) => {
    expect(namesAndCodes(await collectComponents(bytesOf(text, 65_536)))).toEqual(['not_a_calendar'])
  })

  it('reads the complete components of a file truncated at any octet', async () => {
    const bytes = Buffer.from(SAMPLE)
    const afterEvent = bytes.indexOf('END:VEVENT') + 10
    const afterTodo = bytes.indexOf('END:VTODO') + 9
    const after = bytes.indexOf('END:VCALENDAR') + 13
    for (let length = 15; length <= bytes.length; length++) {
      const found = namesAndCodes(await collectComponents(bytesOf(bytes.subarray(0, length))))
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
    const found = await collectComponents(bytesOf(broken))
    expect(namesAndCodes(found)).toEqual([
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
    const found = await collectComponents(
      repeatLine(head, 'x', 50e6, '\r\nSUMMARY:s\r\nEND:VEVENT\r\nEND:VCALENDAR'),
    )
    expect(found).toMatchObject([
      { code: 'too_large', subject: 'ATTACH', line: 4 },
      { name: 'VEVENT', lines: [{ text: 'UID:1' }, { text: 'SUMMARY:s' }] },
    ])
  })

  it('limits the number of EXDATE lines, folds and nested components', async () => {
    const event = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n'
    const end = 'END:VEVENT\r\nEND:VCALENDAR\r\n'
    const dates = await collectComponents(repeatLine(event, 'EXDATE:20260101T000000Z\r\n', 1e5, end))
    expect(namesAndCodes(dates)).toEqual(['too_large', 'VEVENT'])
    expect((dates[1] as RawComponent).lines).toHaveLength(20_000)
    expect(
      namesAndCodes(await collectComponents(repeatLine(`${event}X:`, '\r\n x', 2e6, `\r\n${end}`))),
    ).toEqual(['too_large', 'VEVENT'])
    expect(namesAndCodes(await collectComponents(repeatLine(event, 'BEGIN:X\r\n', 1e5)))).toEqual([
      'component_unreadable',
      'truncated',
    ])
    const closed = await collectComponents(
      repeatLine(event, 'BEGIN:X\r\n', 1e5, `${'END:X\r\n'.repeat(1e5)}UID:1\r\n${end}`),
    )
    expect(namesAndCodes(closed)).toEqual(['component_unreadable', 'VEVENT'])
    expect((closed[1] as RawComponent).lines.at(-1)?.text).toBe('UID:1')
  }, 30_000)

  it('reads a file up to the size limit', async () => {
    const found = await collectComponents(bytesOf(SAMPLE), { file: SAMPLE.indexOf('DUE') })
    expect(namesAndCodes(found)).toEqual(['VCALENDAR', 'VEVENT', 'too_large', 'truncated'])
  })
})
