import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEqual } from './is-equal'
import { changedFields, rebaseForm, revert } from './merge'
import { FIELDS, RECORD, records } from './merge.test.records'

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

  it('reverts the fields unchanged since, and reports those changed again', () => {
    fc.assert(
      fc.property(records, records, records, (before, after, current) => {
        const { patch, kept } = revert(before, after, current)
        for (const field of FIELDS) {
          const isChanged = !isEqual(before[field], after[field])
          const untouched = isEqual(current[field], after[field])
          expect(field in patch).toBe(isChanged && untouched)
          if (field in patch) expect(patch[field]).toEqual(before[field])
          expect(kept.includes(field)).toBe(
            isChanged && !untouched && !isEqual(current[field], before[field]),
          )
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
