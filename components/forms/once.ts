/**
 * A key for one submit: sent again with it, after a lost answer or a double click, it is done once. Not by
 * crypto.randomUUID, which browsers keep from pages without TLS, as on a LAN.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
