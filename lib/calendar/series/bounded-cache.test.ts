import { describe, expect, it } from 'vitest'
import { BoundedCache } from './bounded-cache'

describe('BoundedCache', () => {
  it('holds at most two generations of entries, and always the latest', () => {
    const cache = new BoundedCache<number, string>(10)
    for (let key = 0; key < 1000; key++) {
      cache.set(key, `${key}`)
      for (let back = 0; back < Math.min(key, 10); back++) expect(cache.get(key - back)).toBe(`${key - back}`)
    }
    const cached = Array.from({ length: 1000 }, (_, key) => cache.get(key)).filter(Boolean)
    expect(cached.length).toBeLessThanOrEqual(20)
  })

  it('keeps an entry that is read regularly while others are added', () => {
    const cache = new BoundedCache<string, number>(10)
    cache.set('often', 1)
    for (let key = 0; key < 1000; key++) {
      cache.set(`${key}`, key)
      expect(cache.get('often')).toBe(1)
    }
  })
})
