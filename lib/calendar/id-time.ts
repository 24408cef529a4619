/** Returns when a UUIDv7 was created, in epoch milliseconds (RFC 9562 §5.7). */
export function idTime(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}
