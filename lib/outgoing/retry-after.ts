/**
 * Returns the delay that a Retry-After header asks for, in seconds or until a date (RFC 9110 §10.2.3); undefined if
 * none.
 */
export function retryAfterMs(header: string | null, maxMs: number, now: number): number | undefined {
  if (!header) return undefined
  const delayMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(delayMs) ? undefined : Math.min(Math.max(0, delayMs), maxMs)
}
