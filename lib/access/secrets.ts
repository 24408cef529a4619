import { createHash, createHmac } from 'node:crypto'
import { env } from '@/lib/env'

/**
 * Returns the hash that is stored of the token of a session or link: a copy of the database contains no usable tokens.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/**
 * Returns a pseudonym that cannot be traced back to its text. The same text has the same pseudonym in this
 * installation.
 */
export function opaqueId(of: string): string {
  return createHmac('sha256', env.authSecret).update(of).digest('hex').slice(0, 32)
}
