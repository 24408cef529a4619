import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedFields, isEqual, merge, rebaseForm, revert } from './merge'

interface TestRecord {
  title: string
  place: string | null
  span: { start: number; end: number }
  people: string[]
}

const FIELDS = ['title', 'place', 'span', 'people'] as const

// Few values, so that both sides often choose the same.
const records: fc.Arbitrary<TestRecord> = fc.record({
  title: fc.constantFrom('', 'a', 'b'),
  place: fc.constantFrom(null, 'here', 'there'),
  span: fc.record({ start: fc.nat(1), end: fc.nat(1) }),
  people: fc.constantFrom<string[]>([], ['anna'], ['anna', 'ben'], ['ben', 'anna']),
})
const patches: fc.Arbitrary<Partial<TestRecord>> = fc
  .tuple(records, fc.subarray([...FIELDS]))
  .map(([record, fields]) => Object.fromEntries(fields.map((field) => [field, record[field]])))

const RECORD: TestRecord = { title: 'a', place: null, span: { start: 1, end: 2 }, people: ['anna'] }

describe('isEqual', () => {
  it.each<[unknown, unknown, boolean]>([
    [1, 1, true],
    [0, -0, true],
    [1, '1', false],
    [null, undefined, false],
    [null, {}, false],
    [null, 0, false],
    ['', 0, false],
    [[], {}, false],
    [[], [], true],
    [{}, {}, true],
    [[1, 2], [2, 1], false],
    [[1], [1, 1], false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: { b: [null] } }, { a: { b: [null] } }, true],
    [{ a: { b: [null] } }, { a: { b: [0] } }, false],
    [{ a: undefined }, { b: 1 }, false],
    [{ toString: 1 }, {}, false],
    ['é', 'e\u0301', false],
  ])('isEqual(%j, %j) is %s', (a, b, equal) => {
    expect(isEqual(a, b)).toBe(equal)
    expect(isEqual(b, a)).toBe(equal)
  })

  it('compares values as JSON, ignoring the order of keys', () => {
    const pairs = fc.oneof(
      fc.tuple(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 })),
      fc.jsonValue().map((value) => [value, reordered(value)] as const),
    )
    fc.assert(fc.property(pairs, ([a, b]) => isEqual(a, b) === (sorted(a) === sorted(b))))
  })

  it('treats a value parsed from its own JSON as equal', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => isEqual(value, JSON.parse(JSON.stringify(value)))))
  })
})

describe('changedFields', () => {
  it('returns the fields of the later version that differ by value', () => {
    expect(
      changedFields(RECORD, { ...RECORD, span: { end: 2, start: 1 }, people: ['ben'], title: 'b' }),
    ).toEqual(['title', 'people'])
  })

  it('ignores fields that are missing or undefined in a patch', () => {
    expect(changedFields(RECORD, { place: 'here' })).toEqual(['place'])
    expect(changedFields(RECORD, { title: undefined, place: undefined })).toEqual([])
  })

  it('includes emptied fields', () => {
    expect(changedFields<TestRecord>({ ...RECORD, place: 'here' }, { place: null })).toEqual(['place'])
  })
})

describe('merge', () => {
  it('returns the changed fields of the patch if nobody else changed the record', () => {
    fc.assert(
      fc.property(records, patches, (base, patch) => {
        const { patch: merged, conflicts } = merge(base, base, patch)
        expect(conflicts).toEqual({})
        expect({ ...base, ...merged }).toEqual({ ...base, ...patch })
        expect(Object.keys(merged)).toEqual(changedFields(base, patch))
      }),
    )
  })

  it('merges changes to different fields with the same result in either order', () => {
    fc.assert(
      fc.property(records, records, fc.subarray([...FIELDS]), (base, target, mine) => {
        const a = pick(target, mine)
        const b = pick(
          target,
          FIELDS.filter((field) => !mine.includes(field)),
        )
        const ab = applied(base, applied(base, base, a), b)
        const ba = applied(base, applied(base, base, b), a)
        expect(ab).toEqual(ba)
        expect(ab).toEqual(target)
      }),
    )
  })

  it('merges each different field or reports a conflict with both values', () => {
    fc.assert(
      fc.property(records, records, patches, (base, current, patch) => {
        const { patch: merged, conflicts } = merge(base, current, patch)
        for (const field of FIELDS) {
          const yours = patch[field]
          const theirs = current[field]
          const changedByYou = yours !== undefined && !isEqual(yours, base[field])
          const changedByThem = !isEqual(theirs, base[field])
          const collide = changedByYou && changedByThem && !isEqual(yours, theirs)
          expect(conflicts[field]).toEqual(collide ? { yours, theirs } : undefined)
          expect(field in merged).toBe(changedByYou && !changedByThem)
          if (field in merged) expect(merged[field]).toEqual(yours)
        }
      }),
    )
  })

  it('reports no conflict and writes nothing if both sides changed a field to the same value', () => {
    const current = { ...RECORD, title: 'b' }
    expect(merge(RECORD, current, { title: 'b' })).toEqual({ patch: {}, conflicts: {} })
  })

  it('keeps changes of others to a field that the patch contains unchanged', () => {
    const current = { ...RECORD, title: 'theirs' }
    expect(merge(RECORD, current, { title: 'a', place: 'here' })).toEqual({
      patch: { place: 'here' },
      conflicts: {},
    })
  })

  it('reports a conflict for every different field if there is no base', () => {
    expect(merge(undefined, RECORD, { title: 'b', people: ['anna'] })).toEqual({
      patch: {},
      conflicts: { title: { yours: 'b', theirs: 'a' } },
    })
  })

  it('does not write undefined fields of the patch', () => {
    expect(merge(RECORD, RECORD, { title: undefined })).toEqual({ patch: {}, conflicts: {} })
    expect(merge(undefined, RECORD, { title: undefined })).toEqual({ patch: {}, conflicts: {} })
  })
})

describe('revert', () => {
  it('restores the previous values if nobody changed them since', () => {
    fc.assert(
      fc.property(records, records, (before, after) => {
        const { patch, kept } = revert(before, after, after)
        expect({ ...after, ...patch }).toEqual(before)
        expect(Object.keys(patch)).toEqual(changedFields(before, after))
        expect(kept).toEqual([])
      }),
    )
  })

  it('reverts the fields unchanged since, and returns the others', () => {
    fc.assert(
      fc.property(records, records, records, (before, after, current) => {
        const { patch, kept } = revert(before, after, current)
        for (const field of FIELDS) {
          const changed = !isEqual(before[field], after[field])
          const untouched = isEqual(current[field], after[field])
          expect(field in patch).toBe(changed && untouched)
          if (field in patch) expect(patch[field]).toEqual(before[field])
          expect(kept.includes(field)).toBe(changed && !untouched && !isEqual(current[field], before[field]))
        }
      }),
    )
  })

  it('restores the change if the revert is reverted', () => {
    fc.assert(
      fc.property(records, records, (before, after) => {
        const undone = { ...after, ...revert(before, after, after).patch }
        expect({ ...undone, ...revert(after, undone, undone).patch }).toEqual(after)
      }),
    )
  })

  it('reports no field as kept if another user already reverted the change', () => {
    expect(revert(RECORD, { ...RECORD, title: 'b' }, RECORD)).toEqual({ patch: {}, kept: [] })
  })
})

describe('rebaseForm', () => {
  it('keeps fields changed in the form and takes the others from the new version', () => {
    const form = { ...RECORD, title: 'b' }
    const now = { ...RECORD, title: '', place: 'there' }
    expect(rebaseForm(RECORD, form, now)).toEqual({ ...now, title: 'b' })
    expect(rebaseForm(RECORD, RECORD, now)).toEqual(now)
  })
})

function pick(record: TestRecord, fields: readonly (keyof TestRecord)[]): Partial<TestRecord> {
  return Object.fromEntries(fields.map((field) => [field, record[field]]))
}

function applied(base: TestRecord, current: TestRecord, patch: Partial<TestRecord>): TestRecord {
  const merged = merge(base, current, patch)
  expect(merged.conflicts).toEqual({})
  return { ...current, ...merged.patch }
}

/** Returns a value with the keys of all objects in reverse order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reordered(inner)]),
  )
}

/** Returns a value as JSON with sorted keys. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${sorted(inner)}`)
  return `{${entries.sort().join()}}`
}
