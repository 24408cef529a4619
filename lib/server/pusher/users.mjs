/**
 * Keeps the connections of each signed-in user, and the users disconnected recently.
 *
 * @param {number} [signinTimeoutMs] how long, in ms, a connection may be open before it signs in
 */
export function createUsers(signinTimeoutMs = 30_000) {
  /** @type {Map<string, Set<{ close(code: number, reason: string): void }>>} */
  const users = new Map()
  /** Times at which users were disconnected, the latest last. @type {Map<string, number>} */
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
     * Invalidates the earlier signatures of a user. A signature is bound to a connection, so only connections that
     * are open already matter; older entries are deleted.
     */
    cut(id, now = Date.now()) {
      cuts.delete(id)
      cuts.set(id, now)
      for (const [other, at] of cuts) {
        if (now - at <= 2 * signinTimeoutMs) break
        cuts.delete(other)
      }
    },
    /** Checks whether a user was disconnected since a time. */
    wasCutSince: (id, since) => (cuts.get(id) ?? -1) >= since,
    /** @param {string} id @returns a copy: closing a connection removes it from here */
    of: (id) => [...(users.get(id) ?? [])],
  }
}
