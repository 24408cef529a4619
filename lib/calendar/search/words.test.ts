import { expect, test } from 'vitest'
import { snippet, splitAtMatches } from './highlight'
import { wordsOf } from './words'

test.each([
  ['zahnarzt  Ben', ['zahnarzt', 'Ben']],
  ['ben@example.org', ['ben', 'example', 'org']],
  ['%%%___***', []],
  ['a & b | !c <-> (d):*', ['a', 'b', 'c', 'd']],
  ['定例会議', ['定例会議']],
  ['اجتماع العائلة', ['اجتماع', 'العائلة']],
  ['🎂 Anna', ['🎂', 'Anna']],
  ['\0\0', []],
  ['\ud800x\udfff', ['x']],
  ['１００％', ['100']],
  ['tea tea tea', ['tea']],
] as const)('splits %j into the words %j', (typed, words) => {
  expect(wordsOf(typed)).toEqual(words)
})

test('limits the words of a text with ten thousand characters', () => {
  expect(wordsOf('x'.repeat(10_000))).toEqual(['x'.repeat(60)])
  // The query may be cut within a word.
  expect(wordsOf('ab '.repeat(10_000)).length).toBeLessThanOrEqual(2)
  expect(wordsOf(Array.from({ length: 1000 }, (_, n) => `w${n}`).join(' ')).length).toBe(8)
})

test('marks matches in the original text', () => {
  const marked = (text: string, words: string[]) =>
    splitAtMatches(text, words)
      .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
      .join('')
  expect(marked('Café-Besuch', ['cafe'])).toBe('[Café]-Besuch')
  expect(marked('Straße nach Åse', ['strasse', 'åse'])).toBe('[Straße] nach [Åse]')
  expect(marked('定例会議のお知らせ', ['会議'])).toBe('定例[会議]のお知らせ')
  expect(marked('Menu for U8', ['u8', 'u'])).toBe('Menu for [U8]')
  expect(marked('nothing', [])).toBe('nothing')
})

test('cuts a snippet around the first match', () => {
  const long = `${'before '.repeat(40)}the key ${'after '.repeat(40)}`
  expect(snippet(long, ['key'])).toMatch(/^….*the key after.*…$/)
  expect(snippet('short\ntext', ['x'])).toBe('short text')
  expect(snippet(long, ['absent'])).toMatch(/^before.*…$/)
})
