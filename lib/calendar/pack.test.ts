import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packRange, packTuples, unpackRange, unpackTuples } from './pack'
import { locationOf, type Tuple } from './tuple'

const singleTuple: fc.Arbitrary<Tuple> = fc.tuple(
  fc.oneof(fc.constant(0 as const), fc.constant('01a1fca9-b8b1-7ee9-9239-e2487aa4bb92'), fc.uuid()),
  fc.nat(300),
  fc.nat(1023),
  fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
  fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
  fc.oneof(
    fc.constant('Book club'),
    fc.string(),
    fc.string({ unit: fc.constantFrom('~', ':', '\\', '\n', 'n', ' ', '\t', '"', 'é') }),
  ),
  fc.oneof(fc.constant(0 as const), fc.constantFrom('sky', 'amber')),
  fc.oneof(
    fc.constant(0 as const),
    fc.constantFrom('2026-11-21', '0002-01-01', '2026-11-21T09:30:00', '9998-12-31T23:59:59'),
  ),
)

type SingleTuple = [string | 0, number, number, number, number, string, string | 0, string | 0]

/** Generates tuples, of which some are in further calendars. */
const tuple = fc
  .tuple(singleTuple, fc.array(fc.nat(300), { maxLength: 3 }))
  .map(
    ([single, calendars]): Tuple =>
      calendars.length ? [...(single.slice(0, 8) as SingleTuple), calendars] : single,
  )

describe('packTuples', () => {
  it('round-trips tuples with any title', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), fc.array(tuple), (from, tuples) => {
        expect(unpackTuples(from, packTuples({ from, tuples }))).toEqual(tuples)
      }),
    )
  })

  it('omits values that repeat previous lines', () => {
    const series = '01a1fca9-b8b1-7ee9-9239-e2487aa4bb92'
    const packed = packTuples({
      from: 20752,
      tuples: [
        [series, 1, 1, 20752, 20753, 'Book club', 0, '2026-10-26'],
        [series, 1, 1, 20759, 20760, 'Book club', 'sky', '2026-11-02'],
        ['01a1fca9-b8b1-7ee9-9239-e2487aa4bb93', 0, 1, 20760, 20761, '~: B', 0, 0],
        [0, 0, 513, 20760, 20761, '', 0, 0],
        [0, 0, 0, 1_793_005_200, 1_793_008_800, 'Book club', 0, 0],
        [0, 0, 0, 1_793_003_400, 1_793_007_000, 'Book club', 0, 0],
        [0, 0, 0, 1_793_003_401, 1_793_007_000, '', 0, 0],
      ],
    })
    expect(packed.split('\n')).toEqual([
      '0AaH8qbixfumSOeJIeqS7kg 1 1 0 1  @0 Book club',
      'm 1 1 7  sky @7 ',
      'lw 0 1 8    ~~: B',
      '0 0 513 8    ~',
      '0 0 0 f0 1o   ~:0',
      '0 0 0 -u    ',
      '0 0 0 .1 .2rz   ~:3',
    ])
  })
})

describe('packRange', () => {
  it('keeps the location of every occurrence', () => {
    const location = fc.oneof(fc.constantFrom('', 'Hall', 'Lake\n~ shore'), fc.string())
    const located = fc.tuple(tuple, fc.option(location, { nil: undefined }))
    fc.assert(
      fc.property(fc.array(located), (pairs) => {
        const tuples = pairs.map(([tuple]) => tuple)
        const locations: Record<string, string> = {}
        for (const [[id, , , , , , , occurrence], text] of pairs) {
          if (id && text !== undefined) locations[occurrence ? `${id} ${occurrence}` : id] = text
        }
        const range = unpackRange(packRange({ from: 20_752, to: 20_759, calendars: [], tuples, locations }))
        expect(range.tuples).toEqual(tuples)
        for (const tuple of tuples.filter(([id]) => id)) {
          expect(locationOf(tuple, range.locations!) || '').toBe(locationOf(tuple, locations) || '')
        }
      }),
    )
  })

  it('does not add locations to a range without them', () => {
    const range = { from: 1, to: 8, calendars: [], tuples: [] }
    expect(unpackRange(packRange(range))).toEqual(range)
  })
})
