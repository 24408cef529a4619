/** The connections of every signed-in user. */
export function createUsers() {
  /** @type {Map<string, Set<{ close(code: number, reason: string): void }>>} */
  const users = new Map()
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
    /** @param {string} id @returns a copy: closing a connection removes it from here */
    of: (id) => [...(users.get(id) ?? [])],
  }
}
