/** A text from which understood words are removed. */
export class Reader {
  constructor(public rest: string) {}

  /** Removes the first match of words that stand alone, and returns it; null without a match. */
  take(words: string): RegExpExecArray | null {
    return this.takePattern(new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'iu'))
  }

  takePattern(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.rest)
    if (match) {
      this.rest = `${this.rest.slice(0, match.index)} ; ${this.rest.slice(match.index + match[0].length)}`
    }
    return match
  }
}
