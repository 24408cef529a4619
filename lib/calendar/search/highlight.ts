import { foldText } from './words'

/** A part of a text, with whether it matches the query. */
export interface TextSegment {
  text: string
  isMatch: boolean
}

/** Splits a text at the matches of words, for highlighting. */
export function splitAtMatches(text: string, words: readonly string[]): TextSegment[] {
  const { folded, at } = foldWithIndex(text)
  const isMatched = new Uint8Array(text.length)
  for (const word of words.map(foldText)) {
    if (!word) continue
    for (let from = folded.indexOf(word); from >= 0; from = folded.indexOf(word, from + 1)) {
      // A word of one or two letters matches only at the beginning of a word.
      if (word.length < 3 && /[a-z0-9]/.test(word) && /[\p{L}\p{N}]/u.test(folded[from - 1] ?? '')) continue
      isMatched.fill(1, at[from]!, at[from + word.length] ?? text.length)
    }
  }
  const parts: TextSegment[] = []
  for (let index = 0; index < text.length; index++) {
    const isMatch = isMatched[index] === 1
    const last = parts.at(-1)
    if (last?.isMatch === isMatch) last.text += text[index]
    else parts.push({ text: text[index]!, isMatch })
  }
  return parts
}

/** Returns an excerpt of a text around the first match, or its beginning if there is none. */
export function snippet(text: string, words: readonly string[], length = 120): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= length) return line
  let first = 0
  for (const { text: part, isMatch } of splitAtMatches(line.slice(0, 20_000), words)) {
    if (isMatch) break
    first += part.length
  }
  if (first >= line.length) first = 0
  let start = Math.max(0, first - Math.floor(length / 3))
  // Starts at a word boundary, and does not split surrogate pairs.
  if (start > 0) start = line.indexOf(' ', start) + 1 || start
  const excerpt = [...line.slice(start, start + length)].join('')
  return `${start > 0 ? '…' : ''}${excerpt.trimEnd()}${start + length < line.length ? '…' : ''}`
}

/** Folds a text, and maps each index of the result to its index in the text. */
function foldWithIndex(text: string): { folded: string; at: number[] } {
  let folded = ''
  const at: number[] = []
  let index = 0
  for (const char of text) {
    const folds = foldText(char)
    for (let n = 0; n < folds.length; n++) at.push(index)
    folded += folds
    index += char.length
  }
  at.push(index)
  return { folded, at }
}
