import { ConnectorError } from '../connector'

/**
 * The position in the changes of a calendar: the server's token, or the ETags of all objects if it has no tokens.
 * `askedAt`: when the server was last asked for a token, in milliseconds. `failed`: objects that the server failed to
 * return, with the times when they are read again.
 */
export type Cursor = ({ token: string } | { etags: Record<string, string>; askedAt?: number }) & {
  failed?: Record<string, string>
}

export function formatCursor(cursor: Cursor): string {
  return JSON.stringify(cursor)
}

/** @throws ConnectorError `cursor-expired` */
export function parseCursor(text: string): Cursor {
  try {
    return JSON.parse(text) as Cursor
  } catch {
    throw new ConnectorError('cursor-expired', 'unreadable cursor')
  }
}
