import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { colorFor, PALETTE } from './palette'

describe('colorFor', () => {
  it('returns a palette color for any seed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (seed) => PALETTE.includes(colorFor(seed))),
    )
    expect(PALETTE).toContain(colorFor(''))
  })

  it('returns the same color for the same seed', () => {
    expect(colorFor('0198c5a0-0000-7000-8000-000000000000')).toBe(
      colorFor('0198c5a0-0000-7000-8000-000000000000'),
    )
    expect(colorFor('a')).not.toBe(colorFor('b'))
  })

  it('distributes ids over all colors except slate', () => {
    const colors = fc.sample(fc.uuid(), 500).map(colorFor)
    expect(new Set(colors)).toEqual(new Set(PALETTE.filter((color) => color !== 'slate')))
  })
})
