import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEqual } from './is-equal'
import { changedFields, merge } from './merge'
import { FIELDS, mergeCleanly, patches, pick, RECORD, records } from './merge.test.records'

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
        const ab = mergeCleanly(base, mergeCleanly(base, base, a), b)
        const ba = mergeCleanly(base, mergeCleanly(base, base, b), a)
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
          const isChangedByThem = !isEqual(theirs, base[field])
          const collide = changedByYou && isChangedByThem && !isEqual(yours, theirs)
          expect(conflicts[field]).toEqual(collide ? { yours, theirs } : undefined)
          expect(field in merged).toBe(changedByYou && !isChangedByThem)
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
