import { toSingleLine } from '../text'

/** Maximum number of words in a query. */
const MAX_WORDS = 8

/** Maximum length of a word in characters. */
const MAX_WORD_LENGTH = 60

/**
 * Returns the words of a search query: letters, digits and pictographs in NFKC, without separators. Limits their number
 * and length.
 */
export function wordsOf(typed: string): string[] {
  const text = toSingleLine(typed.slice(0, 400)).normalize('NFKC')
  const found = text.match(/[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/gu) ?? []
  const words = found.map((word) => [...word].slice(0, MAX_WORD_LENGTH).join(''))
  return [...new Set(words.filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word)))].slice(
    0,
    MAX_WORDS,
  )
}

/** Folds case and accents for comparison. The database folds more (see the migration `search`). */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[ßøłđæœ]/g, (letter) => LETTERS[letter]!)
    .normalize('NFC')
}

const MARKS = /[\p{Mn}\u0640]/gu
const LETTERS: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe' }
