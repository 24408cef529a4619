import { createPace } from './pace'

/** Maximum number of rows in one statement. */
export const MAX_ROWS = 500

/** Maximum length of the JSON of a batch with several rows. */
const MAX_LENGTH = 1024 * 1024

/**
 * Serializes rows as JSON arrays of limited size, so that none blocks the main thread or the database for long; a
 * larger row is an array of its own. Lets other requests run in between.
 */
export async function* jsonBatches(rows: Iterable<object>): AsyncGenerator<string> {
  let batch: string[] = []
  let length = 0
  const pace = createPace()
  for (const row of rows) {
    const text = JSON.stringify(row)
    if (batch.length === MAX_ROWS || (batch.length > 0 && length + text.length > MAX_LENGTH)) {
      yield `[${batch.join()}]`
      batch = []
      length = 0
    }
    batch.push(text)
    length += text.length
    await pace()
  }
  if (batch.length) yield `[${batch.join()}]`
}

/** Cuts a list into lists of at most `size` elements. */
export function chunksOf<T>(list: readonly T[], size = MAX_ROWS): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size))
}
