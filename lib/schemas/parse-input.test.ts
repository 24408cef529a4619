import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, FIELD_ERRORS, type FieldErrors } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import * as events from './events'
import * as groups from './groups'
import * as invitations from './invitations'
import { parseInput } from './parse-input'
import * as realtime from './realtime'
import * as spans from './span'
import * as users from './users'

const EXPORTS: Record<string, unknown> = {
  ...events,
  ...groups,
  ...invitations,
  ...realtime,
  ...spans,
  ...users,
}
const SCHEMAS = Object.entries(EXPORTS).filter(isSchema)

const form = z
  .object({
    name: z.string().min(1).max(5),
    key: z.string().min(3),
    age: z.number().int().min(1).max(7).optional(),
    tags: z.array(z.string()).min(1).max(2).optional(),
    inner: z
      .object({ deep: z.object({ word: z.string() }) })
      .strict()
      .optional(),
  })
  .strict()

describe('parseInput', () => {
  it('returns the parsed input', () => {
    expect(parseInput(form, { name: 'Anna', key: 'abc' })).toEqual({ name: 'Anna', key: 'abc' })
  })

  it.each<[string, object, FieldErrors]>([
    ['missing', { name: undefined }, { name: { code: 'required' } }],
    ['empty where one character is needed', { name: '' }, { name: { code: 'required' } }],
    ['too short', { key: 'ab' }, { key: { code: 'too_short', limit: 3 } }],
    ['too long', { name: 'abcdef' }, { name: { code: 'too_long', limit: 5 } }],
    ['of another type', { name: 5 }, { name: { code: 'invalid' } }],
    ['null', { name: null }, { name: { code: 'invalid' } }],
    ['too many', { tags: ['a', 'b', 'c'] }, { tags: { code: 'too_many', limit: 2 } }],
    ['none where one is needed', { tags: [] }, { tags: { code: 'required' } }],
    ['a number too great, which has no characters', { age: 8 }, { age: { code: 'invalid' } }],
    ['a number too small', { age: 0 }, { age: { code: 'invalid' } }],
    ['a fraction', { age: 1.5 }, { age: { code: 'invalid' } }],
    ['no number', { age: Number.NaN }, { age: { code: 'invalid' } }],
    ['an entry of a list', { tags: ['a', 5] }, { 'tags.1': { code: 'invalid' } }],
    ['deep inside', { inner: { deep: {} } }, { 'inner.deep.word': { code: 'required' } }],
    ['an unknown key', { foo: 1 }, { foo: { code: 'invalid' } }],
    [
      'unknown keys, each by its name',
      { foo: 1, bar: 2 },
      { foo: { code: 'invalid' }, bar: { code: 'invalid' } },
    ],
    ['a key that objects have anyway', { constructor: 1 }, { constructor: { code: 'invalid' as const } }],
    ['two fields at once', { name: '', key: 5 }, { name: { code: 'required' }, key: { code: 'invalid' } }],
  ])('reports the field that is %s', (_, change, fields) => {
    expect(fieldErrorsOf(form, { name: 'Anna', key: 'abc', ...change })).toEqual(fields)
  })

  it.each([[null], [5], ['text'], [[]], [Symbol('x')], [() => 1], [new Date()], [5n]])(
    'rejects %o in place of an object',
    (raw) => {
      const { '': formError } = fieldErrorsOf(form, raw)!
      if (raw instanceof Date) expect(fieldErrorsOf(form, raw)).toBeDefined()
      else expect(formError).toEqual({ code: 'invalid' })
    },
  )

  it('reports missing input as required', () => {
    expect(fieldErrorsOf(form, undefined)).toEqual({ '': { code: 'required' } })
  })

  it('reports the first error of each field', () => {
    const twice = z.string().min(3).regex(/^a/)
    expect(fieldErrorsOf(twice, 'b')).toEqual({ '': { code: 'too_short', limit: 3 } })
  })

  it('reports only known error codes, and no other messages', () => {
    expect(
      fieldErrorsOf(
        z.string().refine(() => false, { error: 'bad_zone' }),
        'x',
      ),
    ).toEqual({ '': { code: 'bad_zone' } })
    expect(fieldErrorsOf(z.string().regex(/y/, 'Some words.'), 'x')).toEqual({ '': { code: 'invalid' } })
  })

  it('leaves the input out of errors', () => {
    expect(JSON.stringify(fieldErrorsOf(users.signIn, { email: 'x', password: ['secret'] }))).not.toContain(
      'secret',
    )
  })

  it('ignores __proto__', () => {
    const raw = JSON.parse('{"__proto__": {"name": "Anna", "key": "abc"}, "name": 5, "key": "abc"}')
    const fields = fieldErrorsOf(form, raw)!
    expect(fields.name).toEqual({ code: 'invalid' })
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
    expect('polluted' in {}).toBe(false)
    expect(() => parseInput(form, JSON.parse('{"__proto__": {"name": "Anna", "key": "abc"}}'))).toThrow(
      AppError,
    )
  })
})

describe('every schema', () => {
  it('finds more than 20 input schemas', () => {
    expect(SCHEMAS.length).toBeGreaterThan(20)
  })

  it.each(SCHEMAS)('%s throws only known field errors for any input', (_, schema) => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
    })
    fc.assert(fc.property(anything, (raw) => isAnswered(schema, raw)))
  })

  it.each(SCHEMAS)('%s does not throw for nearly valid input', (_, schema) => {
    fc.assert(
      fc.property(nearly, (raw) => isAnswered(schema, raw)),
      { numRuns: 150 },
    )
  })
})

const ID = '0198c5a0-0000-7000-8000-000000000000'
const word = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('all-day', 'floating', 'timed', 'event', 'reminder', 'editor', 'en'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '2026-11-21',
      '2026-11-22',
      '2026-02-30',
      '9999-01-01',
      '0000-01-01',
      '10000-01-01',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '2026-11-21T09:00:00',
      '2026-11-21T25:00:00',
      '9999-12-31T00:00:00',
      'Europe/Berlin',
    ),
  },
  fc.constantFrom(
    'Nowhere/City',
    '+02:00',
    ID,
    '',
    '\0',
    '\ud83d',
    'x'.repeat(10_000),
    '1.1',
    'anna@example.org',
  ),
  fc.string({ unit: 'binary' }),
)
const leaf = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)
const span = fc.record(
  { type: word, start: word, startZone: word, end: word, endZone: word },
  { requiredKeys: ['type'] },
)
const known = fc.dictionary(word, leaf, { maxKeys: 4 })
const value = fc.oneof({ weight: 4, arbitrary: leaf }, span, known, fc.array(word, { maxLength: 4 }))
const KEYS = SCHEMAS.flatMap(([, schema]) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []))
const fields = fc.dictionary(fc.constantFrom(...KEYS, '__proto__', 'constructor'), value, { maxKeys: 12 })
const nearly = fc.oneof(
  span,
  fields,
  fc.tuple(fields, fields).map(([outer, patch]) => ({ ...outer, patch })),
)

function isAnswered(schema: z.ZodType, raw: unknown): void {
  const refused = fieldErrorsOf(schema, raw)
  if (!refused) return
  expect(Object.keys(refused).length).toBeGreaterThan(0)
  for (const { code } of Object.values(refused)) expect(FIELD_ERRORS).toContain(code)
}

function isSchema(entry: [string, unknown]): entry is [string, z.ZodType] {
  return entry[1] instanceof z.ZodType
}
