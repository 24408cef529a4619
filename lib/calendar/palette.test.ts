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

  it('returns an unused color until all are used', () => {
    const used = new Set<string>()
    for (const id of fc.sample(fc.uuid(), PALETTE.length - 1)) used.add(colorFor(id, used))
    expect(used).toEqual(new Set(PALETTE.filter((color) => color !== 'slate')))
    expect(PALETTE).toContain(colorFor('a', used))
  })

  it('distributes ids over all colors except slate', () => {
    const colors = fc.sample(fc.uuid(), 500).map((id) => colorFor(id))
    expect(new Set(colors)).toEqual(new Set(PALETTE.filter((color) => color !== 'slate')))
  })
})
