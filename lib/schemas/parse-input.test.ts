import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, type FieldErrors } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import { parseInput } from './parse-input'
import * as users from './users'

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
    ['an empty list where an entry is needed', { tags: [] }, { tags: { code: 'required' } }],
    ['too great a number, whose error states no limit', { age: 8 }, { age: { code: 'invalid' } }],
    ['too small a number', { age: 0 }, { age: { code: 'invalid' } }],
    ['a fraction', { age: 1.5 }, { age: { code: 'invalid' } }],
    ['not a number', { age: Number.NaN }, { age: { code: 'invalid' } }],
    ['an entry of a list', { tags: ['a', 5] }, { 'tags.1': { code: 'invalid' } }],
    ['missing in a nested object', { inner: { deep: {} } }, { 'inner.deep.word': { code: 'required' } }],
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
