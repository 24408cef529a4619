import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromJcal, toJcal } from './jcal'
import { escapeText, fold, formatLine, parseLine, unescapeText } from './line'

describe('content lines', () => {
  it('round-trips a content line with any text and parameters', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => value.replace(/\r\n?/g, '\n'))
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 3 }), (value, values) => {
        expect(unescapeText(escapeText(value))).toBe(value)
        const line = parseLine(formatLine('X-A', [['b', values]], escapeText(value)), 1)
        expect(line?.params.get('b')).toEqual(values)
        expect(unescapeText(line!.value)).toBe(value)
      }),
    )
  })

  it('folds lines at 75 octets between characters (RFC 5545 §3.1) and escapes line breaks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const folded = fold(`X:${text}`)
        const lines = folded.split('\r\n').slice(0, -1)
        for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(folded.replaceAll('\r\n ', '')).toBe(`X:${text}\r\n`)
      }),
    )
    expect(fold('X:a\r\nBEGIN:VEVENT\rb\0')).toBe('X:a\\nBEGIN:VEVENT\\nb\r\n')
  })

  it.each([
    'X-FOO;A=1:a\\;b',
    'GEO:48.10;11.5',
    'CATEGORIES;LANGUAGE=de:a,b\\, c',
    'TRIGGER;VALUE=DATE-TIME:19760401T005545Z',
    'ATTACH;ENCODING=BASE64;VALUE=BINARY:QUJD',
    'PRIORITY:high',
    'RRULE:FREQ=NEVER;X=1',
    'REQUEST-STATUS:2.0;Success',
    'DESCRIPTION:a\\Nb\\x',
    'X-A;B=1;B=2;C:v',
  ])('round-trips %s through jCal', (text) => {
    const line = parseLine(text, 1)!
    expect(parseLine(fromJcal(toJcal(line))!, 1)).toEqual({ ...line, params: line.params })
  })
})
