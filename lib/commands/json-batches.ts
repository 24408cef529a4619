/** Maximum number of rows of one statement, and length of their JSON. */
export const MAX_ROWS = 500
const MAX_LENGTH = 1024 * 1024

/** Maximum time after which other requests have their turn. */
const TURN_MS = 20

/**
 * Serialises rows in JSON arrays of a size that the main thread and the database handle in a moment, however many rows
 * there are and however large each is. Lets other requests run in between.
 */
export async function* jsonBatches(rows: Iterable<object>): AsyncGenerator<string> {
  let batch: string[] = []
  let length = 0
  let since = performance.now()
  for (const row of rows) {
    const text = JSON.stringify(row)
    if (batch.length === MAX_ROWS || (batch.length > 0 && length + text.length > MAX_LENGTH)) {
      yield `[${batch.join()}]`
      batch = []
      length = 0
      since = performance.now()
    }
    batch.push(text)
    length += text.length
    if (performance.now() - since < TURN_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
  if (batch.length) yield `[${batch.join()}]`
}
