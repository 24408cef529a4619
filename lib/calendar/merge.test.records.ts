import fc from 'fast-check'
import { expect } from 'vitest'
import { merge } from './merge'

export interface TestRecord {
  title: string
  place: string | null
  span: { start: number; end: number }
  people: string[]
}

export const FIELDS = ['title', 'place', 'span', 'people'] as const

// Few values, so that both sides often choose the same.
export const records: fc.Arbitrary<TestRecord> = fc.record({
  title: fc.constantFrom('', 'a', 'b'),
  place: fc.constantFrom(null, 'here', 'there'),
  span: fc.record({ start: fc.nat(1), end: fc.nat(1) }),
  people: fc.constantFrom<string[]>([], ['anna'], ['anna', 'ben'], ['ben', 'anna']),
})
export const patches: fc.Arbitrary<Partial<TestRecord>> = fc
  .tuple(records, fc.subarray([...FIELDS]))
  .map(([record, fields]) => Object.fromEntries(fields.map((field) => [field, record[field]])))

export const RECORD: TestRecord = { title: 'a', place: null, span: { start: 1, end: 2 }, people: ['anna'] }

export function pick(record: TestRecord, fields: readonly (keyof TestRecord)[]): Partial<TestRecord> {
  return Object.fromEntries(fields.map((field) => [field, record[field]]))
}

export function mergeCleanly(base: TestRecord, current: TestRecord, patch: Partial<TestRecord>): TestRecord {
  const merged = merge(base, current, patch)
  expect(merged.conflicts).toEqual({})
  return { ...current, ...merged.patch }
}

/** Returns a value with the keys of all objects in reverse order. */
export function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reverseKeys(inner)]),
  )
}

/** Returns a value as JSON with sorted keys. */
export function toSortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toSortedJson).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${toSortedJson(inner)}`)
  return `{${entries.sort().join()}}`
}
