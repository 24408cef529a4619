import { describe, expect, it } from 'vitest'
import { BoundedCache } from './bounded-cache'

describe('what is remembered', () => {
  it('is never more than twice the half, and the latest for sure', () => {
    const kept = new BoundedCache<number, string>(10)
    for (let key = 0; key < 1000; key++) {
      kept.set(key, `${key}`)
      for (let back = 0; back < Math.min(key, 10); back++) expect(kept.get(key - back)).toBe(`${key - back}`)
    }
    const left = Array.from({ length: 1000 }, (_, key) => kept.get(key)).filter(Boolean)
    expect(left.length).toBeLessThanOrEqual(20)
  })

  it('stays as long as it is asked for', () => {
    const kept = new BoundedCache<string, number>(10)
    kept.set('often', 1)
    for (let key = 0; key < 1000; key++) {
      kept.set(`${key}`, key)
      expect(kept.get('often')).toBe(1)
    }
  })
})
