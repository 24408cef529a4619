import { v4 as uuid } from 'uuid'

/**
 * A key for one submit: sent again with it, after a lost answer or a double click, it is done once. Not by
 * crypto.randomUUID, which browsers keep from pages without TLS, as on a LAN.
 */
export function newKey(): string {
  return uuid()
}
