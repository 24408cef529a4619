import { linesOf, parseJsonLine, TAIL, writeJsonLines } from './json-lines'

/** A comment of an archive: on an event, or a message in the conversation of a group. */
export interface ArchivedComment {
  /** Id of the event in the archive. */
  event?: string
  group?: { id: string; name: string }
  /** Name of the author; null for a deleted account. */
  author: string | null
  /** Whether the exporting user wrote it. */
  own: boolean
  /** Mentions are names. */
  text: string
  at: string
  edited: boolean
  /** Whether it is pinned to the top of the conversation. */
  pinned?: true
}

const FORMAT = 'kinday-comments'
const VERSION = 1

/** Writes comments as JSON with one comment per line, as the events of an archive. */
export function writeArchivedComments(comments: AsyncIterable<ArchivedComment>): AsyncGenerator<string> {
  return writeJsonLines({ format: FORMAT, version: VERSION }, 'comments', comments)
}

/** Parses {@link writeArchivedComments}. Yields unvalidated comments, and null for an unreadable line. */
export async function* readArchivedComments(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Record<string, unknown> | null> {
  let isFirst = true
  for await (const text of linesOf(bytes)) {
    if (isFirst) {
      const head = parseJsonLine(text + TAIL) as { format?: unknown; version?: unknown } | undefined
      if (head?.format !== FORMAT || head.version !== VERSION) return
      isFirst = false
    } else if (text !== TAIL && text !== '') {
      const comment = parseJsonLine(text.endsWith(',') ? text.slice(0, -1) : text)
      yield comment && typeof comment === 'object' ? (comment as Record<string, unknown>) : null
    }
  }
}
