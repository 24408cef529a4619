import { createHash } from 'node:crypto'

/** Returns an id that is always the same for the same text, in characters that every provider accepts. */
export function hashId(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
