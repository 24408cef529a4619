import fc from 'fast-check'
import { expect, it } from 'vitest'
import { divideFairly } from './divide-fairly'

it('meets small demands in full and divides the rest equally', () => {
  expect(divideFairly([3, 1000, 1, 1000], 24)).toEqual([3, 10, 1, 10])
  expect(divideFairly([Number.POSITIVE_INFINITY, 5], 20)).toEqual([15, 5])
  expect(divideFairly([5, 5], 20)).toEqual([5, 5])
  expect(divideFairly([1, 1, 1], 2)).toEqual([0, 1, 1])
  expect(divideFairly([], 7)).toEqual([])
  expect(divideFairly([4], -1)).toEqual([0])
})

it('grants at least the equal share or the demand, and at most the total', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 30 }), fc.nat(500), (demands, total) => {
      const shares = divideFairly(demands, total)
      const equal = Math.floor(total / demands.length)
      const divided = shares.reduce((sum, share) => sum + share, 0)
      expect(divided).toBeLessThanOrEqual(total)
      if (demands.reduce((sum, demand) => sum + demand, 0) <= total) expect(shares).toEqual(demands)
      shares.forEach((share, index) => {
        expect(share).toBeLessThanOrEqual(demands[index]!)
        expect(share).toBeGreaterThanOrEqual(Math.min(demands[index]!, equal))
      })
    }),
  )
})
