/**
 * Returns an idempotency key: a submit repeated with it, after a lost response or a double click, runs once. Does not
 * use crypto.randomUUID, which browsers withhold from pages without TLS, such as on a LAN.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
