/** Ends a document of {@link writeJsonLines}. */
export const TAIL = ']}'

/** Longer than the JSON of any event that can be imported. */
const MAX_LINE_LENGTH = 4 * 1024 * 1024

/** Deeper than the JSON of any event. Deeper lines are not parsed, since millions of brackets take seconds. */
const MAX_DEPTH = 100

/** Writes a JSON object with a list, whose items are on lines of their own, so that it can be read in a stream. */
export async function* writeJsonLines(
  head: object,
  list: string,
  items: AsyncIterable<object>,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ ...head, [list]: [] }).slice(0, -TAIL.length)}\n`
  let separator = ''
  for await (const item of items) {
    yield `${separator}${JSON.stringify(item)}`
    separator = ',\n'
  }
  yield `\n${TAIL}\n`
}

/** Splits a stream into lines. A line longer than {@link MAX_LINE_LENGTH} is split into unreadable pieces. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let partialLine: string[] = []
  let length = 0
  for await (const chunk of bytes) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    for (const part of parts.slice(0, -1)) {
      yield partialLine.join('') + part.replace(/\r$/, '')
      partialLine = []
      length = 0
    }
    partialLine.push(parts.at(-1)!)
    length += parts.at(-1)!.length
    if (length <= MAX_LINE_LENGTH) continue
    yield partialLine.join('')
    partialLine = []
    length = 0
  }
  if (length) yield partialLine.join('')
}

/** Parses a line; returns undefined if it is no JSON or nested deeper than an event. */
export function parseJsonLine(text: string): unknown {
  if (isDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfString(text, at)
    else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
    if (depth > MAX_DEPTH) return true
  }
  return false
}

/** Returns the index of the closing quote of a JSON string, or the text's length. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let first = at
    while (text[first - 1] === '\\') first--
    // A quote after an odd number of backslashes is escaped.
    if ((at - first) % 2 === 0) return at
  }
  return text.length
}
