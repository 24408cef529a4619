import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldErrorsOf } from '@/test/field-errors'
import { parseInput } from './parse-input'
import { line, prose } from './text'
import { texts } from './text.test.arbitrary'

const title = line(500, 1)
const text = prose(20_000)

describe('line', () => {
  it.each([
    ['plain text', 'Dinner', 'Dinner'],
    ['spaces around it', '  Dinner \t', 'Dinner'],
    ['spaces inside', 'Dinner  at eight', 'Dinner  at eight'],
    ['emoji, of many code points', '👩‍👩‍👧‍👦 🏳️‍🌈 🇳🇵', '👩‍👩‍👧‍👦 🏳️‍🌈 🇳🇵'],
    ['Hebrew', 'ארוחת ערב', 'ארוחת ערב'],
    ['Arabic with marks that say its direction', '\u200fعشاء\u200e', '\u200fعشاء\u200e'],
    ['HTML, verbatim', '<b onclick="x()">&amp;</b><script>', '<b onclick="x()">&amp;</b><script>'],
    ['SQL, verbatim', "'; drop table events; --", "'; drop table events; --"],
    ['decomposed letters', 'Cafe\u0301', 'Café'],
    ['a compatibility character, which is not decomposed', 'ﬁ ①', 'ﬁ ①'],
    ['NUL', 'a\0b', 'a b'],
    ['line breaks of every kind', 'a\r\nb\u0085c\u2028d\u2029e', 'a b c d e'],
    ['a run of control characters', 'a\u0001\u001b\u007f\u009fb', 'a b'],
    ['a lone first surrogate', 'a\ud83d', 'a'],
    ['a lone second surrogate', '\ude00a', 'a'],
    ['surrogates the wrong way round', 'a\ude00\ud83db', 'a b'],
    ['the name of a prototype', '__proto__', '__proto__'],
  ])('returns one line of %s', (_, given, normalized) => {
    expect(parseInput(title, given)).toBe(normalized)
  })

  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['line breaks', '\n\r\n\u2028'],
    ['NUL', '\0\0'],
    ['half an emoji', '\ud83d'],
  ])('rejects %s where text is required', (_, given) => {
    expect(fieldErrorsOf(title, given)).toEqual({ '': { code: 'required' } })
  })

  it('accepts an empty text where it is optional', () => {
    expect(parseInput(line(10), '  \0 ')).toBe('')
  })

  it.each([501, 2000, 2001, 10_000, 1_000_000])('rejects %i characters and reports the limit', (count) => {
    expect(fieldErrorsOf(title, 'x'.repeat(count))).toEqual({ '': { code: 'too_long', limit: 500 } })
  })

  it('checks the length after normalization', () => {
    expect(parseInput(title, ` ${'x'.repeat(500)} `)).toHaveLength(500)
    expect(parseInput(title, 'e\u0301'.repeat(500))).toBe('é'.repeat(500))
  })

  it.each([
    undefined,
    null,
    5,
    true,
    [],
    ['a'],
    {},
    { toString: () => 'a' },
    new String('a'),
    5n,
    Symbol('a'),
  ])('rejects values that are not strings: %o', (given) => {
    expect(fieldErrorsOf(title, given)).toEqual({
      '': { code: given === undefined ? 'required' : 'invalid' },
    })
  })

  it('normalizes any text idempotently: no control characters, lone surrogates or outer spaces, in NFC', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const normalized = parseInput(line(500), given)
        expect(normalized).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u)
        expect(normalized).toBe(normalized.trim())
        expect(normalized).toBe(normalized.normalize('NFC'))
        expect(parseInput(line(500), normalized)).toBe(normalized)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('prose', () => {
  it.each([
    ['lines and tabs', 'a\n\n\tb', 'a\n\n\tb'],
    ['line feeds for other line ends', 'a\r\nb\rc', 'a\nb\nc'],
    ['indentation, but no space at the end', '  a \n ', '  a'],
    ['HTML, verbatim', '<a href="javascript:x">\n</a>', '<a href="javascript:x">\n</a>'],
    ['text from right to left', 'שלום\nعالم', 'שלום\nعالم'],
    ['emoji', '🎉\n👩‍🍳', '🎉\n👩‍🍳'],
    ['no other control characters', 'a\0\u0007\u001b\u0085b', 'ab'],
    ['no lone surrogates', 'a\ud83db\ude00', 'ab'],
    ['letters composed, also those that a control character kept apart', 'e\u0301 e\0\u0301', 'é é'],
    ['nothing', '', ''],
  ])('keeps %s', (_, given, normalized) => {
    expect(parseInput(text, given)).toBe(normalized)
  })

  it.each([20_001, 40_001, 1_000_000])('rejects %i characters and reports the limit', (count) => {
    expect(fieldErrorsOf(text, 'x'.repeat(count))).toEqual({ '': { code: 'too_long', limit: 20_000 } })
  })

  it('normalizes any text idempotently: no control characters but line feeds and tabs, in NFC', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const normalized = parseInput(text, given)
        expect(normalized.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cs}]/u)
        expect(normalized).toBe(normalized.normalize('NFC'))
        expect(parseInput(text, normalized)).toBe(normalized)
      }),
      { numRuns: 1000 },
    )
  })

  it('normalizes the longest text of control characters quickly', () => {
    expect(parseInput(text, '\0'.repeat(40_000))).toBe('')
  })
})
