/**
 * The connections of every signed-in user, and who was cut off lately.
 *
 * @param {number} [patience] how long, in ms, a connection may be open before it signs in
 */
export function createUsers(patience = 30_000) {
  /** @type {Map<string, Set<{ close(code: number, reason: string): void }>>} */
  const users = new Map()
  /** When users were cut off, the latest last. @type {Map<string, number>} */
  const cuts = new Map()
  return {
    get size() {
      return users.size
    },
    add(id, connection) {
      const connections = users.get(id) ?? new Set()
      users.set(id, connections.add(connection))
    },
    remove(id, connection) {
      const connections = users.get(id)
      if (connections?.delete(connection) && connections.size === 0) users.delete(id)
    },
    /**
     * Remembers that what was signed for a user until now opens nothing any more. A signature is bound to a connection, so
     * those count that are open already; what is older than they can be is forgotten.
     */
    cut(id, now = Date.now()) {
      cuts.delete(id)
      cuts.set(id, now)
      for (const [other, at] of cuts) {
        if (now - at <= 2 * patience) break
        cuts.delete(other)
      }
    },
    /** Whether a user was cut off since a moment. */
    wasCutSince: (id, since) => (cuts.get(id) ?? -1) >= since,
    /** @param {string} id @returns a copy: closing a connection removes it from here */
    of: (id) => [...(users.get(id) ?? [])],
  }
}
