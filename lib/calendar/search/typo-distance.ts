import { foldText } from './words'

/**
 * Returns a function that counts the typos (Damerau–Levenshtein distance) by which a text differs from containing every
 * word. One typo is allowed in a word of four to six letters, two in a longer one; beyond that, the function returns
 * undefined. The texts of a search share many words, so it computes the distance of each word once.
 */
export function createTypoDistance(words: readonly string[]): (text: string) => number | undefined {
  const typed = words.map((word) => {
    const folded = foldText(word)
    const allowed = folded.length < 4 ? 0 : folded.length < 7 ? 1 : 2
    return { folded, allowed, known: new Map<string, number>() }
  })
  return (text) => {
    const textWords = foldText(text)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .slice(0, 200)
    let total = 0
    for (const { folded, allowed, known: distances } of typed) {
      let typos = Number.POSITIVE_INFINITY
      for (const textWord of textWords) {
        const found = distances.get(textWord) ?? distance(folded, textWord, allowed)
        distances.set(textWord, found)
        typos = Math.min(typos, found)
      }
      if (!(typos <= allowed)) return undefined
      total += typos
    }
    return total
  }
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
