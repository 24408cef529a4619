import { toSingleLine } from '../text'

/** More words than these narrow nothing that anybody looks for. */
const MAX_WORDS = 8

/** Nobody's word is longer. */
const MAX_WORD_LENGTH = 60

/**
 * The words of what somebody typed: letters, digits and pictures, composed (Unicode NFKC) and without what stands
 * between them. Text of any length and kind goes in; few and short words come out, perhaps none.
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

/** A text as it is compared here: without case and accents. The database folds further (see the migration `search`). */
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

/** A stretch of a text: what was looked for, or what stands between. */
export interface TextSegment {
  text: string
  found: boolean
}

/** Cuts a text where the words were found in it, to be marked. */
export function splitAtMatches(text: string, words: readonly string[]): TextSegment[] {
  const { folded, at } = foldWithIndex(text)
  const hits = new Uint8Array(text.length)
  for (const word of words.map(foldText)) {
    if (!word) continue
    for (let from = folded.indexOf(word); from >= 0; from = folded.indexOf(word, from + 1)) {
      // A letter or two count where a word begins.
      if (word.length < 3 && /[a-z0-9]/.test(word) && /[\p{L}\p{N}]/u.test(folded[from - 1] ?? '')) continue
      hits.fill(1, at[from]!, at[from + word.length] ?? text.length)
    }
  }
  const parts: TextSegment[] = []
  for (let index = 0; index < text.length; index++) {
    const found = hits[index] === 1
    const last = parts.at(-1)
    if (last?.found === found) last.text += text[index]
    else parts.push({ text: text[index]!, found })
  }
  return parts
}

/** The part of a long text around the first word found in it; its beginning where there is none. */
export function snippet(text: string, words: readonly string[], length = 120): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= length) return line
  let first = 0
  for (const { text: part, found } of splitAtMatches(line.slice(0, 20_000), words)) {
    if (found) break
    first += part.length
  }
  if (first >= line.length) first = 0
  let start = Math.max(0, first - Math.floor(length / 3))
  // Not in the middle of a word, nor of a character.
  if (start > 0) start = line.indexOf(' ', start) + 1 || start
  const rest = [...line.slice(start, start + length)].join('')
  return `${start > 0 ? '…' : ''}${rest.trimEnd()}${start + length < line.length ? '…' : ''}`
}

/** A text folded, and for each place in that the place in the text that it came from. */
function foldWithIndex(text: string): { folded: string; at: number[] } {
  let folded = ''
  const at: number[] = []
  let index = 0
  for (const char of text) {
    const part = foldText(char)
    for (let n = 0; n < part.length; n++) at.push(index)
    folded += part
    index += char.length
  }
  at.push(index)
  return { folded, at }
}
