import { foldText } from './words'

/**
 * Returns the number of typos (Damerau–Levenshtein distance) by which a text differs from containing every word. Allows
 * one in a word of four to six letters, two in longer ones; returns undefined beyond that.
 */
export function typoDistance(text: string, words: readonly string[]): number | undefined {
  const textWords = foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 200)
  let total = 0
  for (const word of words.map(foldText)) {
    const allowed = word.length < 4 ? 0 : word.length < 7 ? 1 : 2
    const typos = Math.min(...textWords.map((textWord) => distance(word, textWord, allowed)))
    if (!(typos <= allowed)) return undefined
    total += typos
  }
  return total
}

/** Returns the distance of a typed word from another word or its beginning. Distances above `max` are not exact. */
function distance(typed: string, other: string, max: number): number {
  if (other.includes(typed)) return 0
  const ends = [other.length]
  // "zahnar" matches the beginning of "zahnarzttermin".
  for (let end = typed.length - max; end <= typed.length + max; end++) if (end > 3) ends.push(end)
  return Math.min(
    ...ends.filter((end) => end <= other.length).map((end) => editDistance(typed, other.slice(0, end))),
  )
}

/** Returns the Damerau–Levenshtein distance of two words. */
function editDistance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, n) => n)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j]!, before[j - 2]! + 1)
    }
    ;[before, last] = [last, row]
  }
  return last[b.length]!
}
