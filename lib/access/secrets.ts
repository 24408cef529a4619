import { createHash, createHmac } from 'node:crypto'
import { env } from '@/lib/env'

/**
 * Returns the hash of the token of a session or link. Only hashes are stored, so a copy of the database contains no
 * usable tokens.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/**
 * Returns a pseudonym that cannot be traced back to its text. The same text has the same pseudonym in this
 * installation.
 */
export function opaqueId(text: string): string {
  return createHmac('sha256', env.authSecret).update(text).digest('hex').slice(0, 32)
}
