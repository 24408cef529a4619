/**
 * A cache of two generations with at most `generationSize` entries each. When the newer one is full, the older one is
 * dropped, so recently used entries stay.
 */
export class BoundedCache<Key, Value> {
  private newer = new Map<Key, Value>()
  private older = new Map<Key, Value>()

  constructor(private readonly generationSize: number) {}

  get(key: Key): Value | undefined {
    const value = this.newer.get(key)
    if (value !== undefined) return value
    const old = this.older.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: Key, value: Value): void {
    if (this.newer.size >= this.generationSize) {
      this.older = this.newer
      this.newer = new Map()
    }
    this.newer.set(key, value)
  }
}
