import { describe, expect, it } from 'vitest'
import { MAX_IN_SUBJECT, userText } from './user-text'

const shown = (text: string) => userText(text, MAX_IN_SUBJECT)

describe('userText', () => {
  it.each([
    ['Family', 'Family'],
    ['  Chess\n club\t', 'Chess club'],
    ['You won at https://evil.example/claim?x=1', 'You won at evil. example claim?x=1'],
    ['www.evil.com', 'www. evil. com'],
    ['mail me@evil.co.uk now', 'mail me evil. co. uk now'],
    ['evil。com', 'evil. com'],
    ['javascript://x', 'x'],
    ['St. Gallen', 'St. Gallen'],
    ['"Ann" “Bo” «Cy»', 'Ann Bo Cy'],
    ['abc\u202ecba', 'abccba'],
    ['zero\u200bwidth', 'zerowidth'],
    ['عائلة', 'عائلة'],
  ])('shows %j as %j', (text, expected) => {
    expect(shown(text)).toBe(expected)
  })

  it('shortens to 40 grapheme clusters', () => {
    expect(shown('x'.repeat(40))).toBe('x'.repeat(40))
    expect(shown('x'.repeat(41))).toBe(`${'x'.repeat(39)}…`)
    const family = '👨‍👩‍👧'
    expect([...new Intl.Segmenter().segment(shown('🎉'.repeat(60)))]).toHaveLength(40)
    expect(shown(`${family} trip`)).not.toMatch(/^\s/)
  })
})
