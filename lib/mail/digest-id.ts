import { createHash } from 'node:crypto'

/** Returns the id of a mail without a Message-ID. */
export function digestId(source: Buffer): string {
  return `<${createHash('sha256').update(source).digest('hex')}@without-message-id>`
}
