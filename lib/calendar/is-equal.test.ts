import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEqual } from './is-equal'
import { changedFields } from './merge'
import { RECORD, reverseKeys, type TestRecord, toSortedJson } from './merge.test.records'

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
      fc.jsonValue().map((value) => [value, reverseKeys(value)] as const),
    )
    fc.assert(fc.property(pairs, ([a, b]) => isEqual(a, b) === (toSortedJson(a) === toSortedJson(b))))
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
