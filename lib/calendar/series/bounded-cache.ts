/**
 * What was found out lately. Of two halves the older is let go when the newer is full: what is asked for again and
 * again stays, and there are never more than twice `half` entries.
 */
export class BoundedCache<Key, Value> {
  private newer = new Map<Key, Value>()
  private older = new Map<Key, Value>()

  constructor(private readonly half: number) {}

  get(key: Key): Value | undefined {
    const value = this.newer.get(key)
    if (value !== undefined) return value
    const old = this.older.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: Key, value: Value): void {
    if (this.newer.size >= this.half) {
      this.older = this.newer
      this.newer = new Map()
    }
    this.newer.set(key, value)
  }
}
