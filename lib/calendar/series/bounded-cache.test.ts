import { describe, expect, it } from 'vitest'
import { BoundedCache } from './bounded-cache'

describe('BoundedCache', () => {
  it('holds at most twice `half` entries, and always the latest ones', () => {
    const kept = new BoundedCache<number, string>(10)
    for (let key = 0; key < 1000; key++) {
      kept.set(key, `${key}`)
      for (let back = 0; back < Math.min(key, 10); back++) expect(kept.get(key - back)).toBe(`${key - back}`)
    }
    const left = Array.from({ length: 1000 }, (_, key) => kept.get(key)).filter(Boolean)
    expect(left.length).toBeLessThanOrEqual(20)
  })

  it('keeps entries that are used', () => {
    const kept = new BoundedCache<string, number>(10)
    kept.set('often', 1)
    for (let key = 0; key < 1000; key++) {
      kept.set(`${key}`, key)
      expect(kept.get('often')).toBe(1)
    }
  })
})
