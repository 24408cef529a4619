import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FieldErrors } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import { LANGUAGES } from './languages'
import { parseInput } from './parse-input'
import { signIn, signUp, signUpByProvider, updateProfile } from './users'

const ANNA = { name: 'Anna', email: 'anna@example.org', password: 'correct horse' }
const DISPLAY = { timeZone: 'Asia/Kathmandu', locale: 'en-GB', weekStart: 7, hourCycle: 'h12' }

describe('signUp', () => {
  it('accepts display settings from the browser', () => {
    expect(parseInput(signUp, { ...ANNA, ...DISPLAY })).toEqual({ ...ANNA, ...DISPLAY })
  })

  it.each<[string, object]>([
    ['missing', {}],
    ['odd', { timeZone: 'Mars/Olympus', locale: 'tlh', weekStart: 0, hourCycle: 'h24' }],
    ['of other types', { timeZone: 5, locale: null, weekStart: 'Monday', hourCycle: [] }],
    ['an offset and an unsupported language', { timeZone: '+02:00', locale: 'fr-FR', weekStart: 8 }],
  ])('uses defaults for display settings that are %s', (_, display) => {
    const defaults = { timeZone: 'UTC', locale: 'en', weekStart: 1, hourCycle: 'h23' }
    expect(parseInput(signUp, { ...ANNA, ...display })).toEqual({ ...ANNA, ...defaults })
  })

  it('converts the address to lower case and keeps the password unchanged', () => {
    const given = { ...ANNA, email: ' ANNA@Example.org ', password: '  pass\0 wörd  ' }
    expect(parseInput(signUp, given)).toMatchObject({
      email: 'anna@example.org',
      password: '  pass\0 wörd  ',
    })
  })

  it.each<[object, FieldErrors]>([
    [{ name: '' }, { name: { code: 'required' } }],
    [{ name: '\0 \n' }, { name: { code: 'required' } }],
    [{ name: 'x'.repeat(101) }, { name: { code: 'too_long', limit: 100 } }],
    [{ name: undefined }, { name: { code: 'required' } }],
    [{ email: 'anna' }, { email: { code: 'bad_email' } }],
    [{ email: undefined }, { email: { code: 'required' } }],
    [{ password: 'short' }, { password: { code: 'too_short', limit: 8 } }],
    [{ password: 'x'.repeat(201) }, { password: { code: 'too_long', limit: 200 } }],
    [{ password: 12345678 }, { password: { code: 'invalid' } }],
    [{ id: 'mine' }, { id: { code: 'invalid' } }],
    [{ verified: true }, { verified: { code: 'invalid' } }],
    [{ admin: true }, { admin: { code: 'invalid' } }],
  ])('rejects %o', (change, fields) => {
    expect(fieldErrorsOf(signUp, { ...ANNA, ...change })).toEqual(fields)
  })
})

describe('signIn', () => {
  it('does not reveal the minimum length of passwords', () => {
    const { email } = ANNA
    expect(parseInput(signIn, { email, password: 'x' })).toEqual({ email, password: 'x' })
    expect(fieldErrorsOf(signIn, { email, password: '' })).toEqual({ password: { code: 'required' } })
    expect(fieldErrorsOf(signIn, { email, password: 'x'.repeat(100_000) })).toEqual({
      password: { code: 'too_long', limit: 200 },
    })
  })
})

describe('signUpByProvider', () => {
  it('requires the field `verified` as a boolean', () => {
    const { name, email } = ANNA
    expect(parseInput(signUpByProvider, { name, email, verified: false })).toEqual({
      name,
      email,
      verified: false,
    })
    expect(fieldErrorsOf(signUpByProvider, { name, email })).toEqual({ verified: { code: 'required' } })
    expect(fieldErrorsOf(signUpByProvider, { name, email, verified: 'true' })).toEqual({
      verified: { code: 'invalid' },
    })
  })
})

describe('updateProfile', () => {
  it('accepts any subset of fields without adding defaults', () => {
    expect(Object.keys(parseInput(updateProfile, {}))).toEqual([])
    expect(parseInput(updateProfile, { theme: 'dark' })).toEqual({ theme: 'dark' })
    expect(parseInput(updateProfile, { ...DISPLAY, name: 'Anna' })).toEqual({ ...DISPLAY, name: 'Anna' })
  })

  it.each<[object, FieldErrors]>([
    [{ name: ' ' }, { name: { code: 'required' } }],
    [{ timeZone: 'Europe/Atlantis' }, { timeZone: { code: 'bad_zone' } }],
    [{ timeZone: '+02:00' }, { timeZone: { code: 'bad_zone' } }],
    [{ timeZone: null }, { timeZone: { code: 'invalid' } }],
    [{ locale: 'fr' }, { locale: { code: 'invalid' } }],
    [{ locale: 'en-gb' }, { locale: { code: 'invalid' } }],
    [{ locale: '../en' }, { locale: { code: 'invalid' } }],
    [{ weekStart: 0 }, { weekStart: { code: 'invalid' } }],
    [{ weekStart: 8 }, { weekStart: { code: 'invalid' } }],
    [{ weekStart: '1' }, { weekStart: { code: 'invalid' } }],
    [{ hourCycle: 'h24' }, { hourCycle: { code: 'invalid' } }],
    [{ theme: 'blue' }, { theme: { code: 'invalid' } }],
    [{ email: ANNA.email }, { email: { code: 'invalid' } }],
    [{ password: ANNA.password }, { password: { code: 'invalid' } }],
  ])('rejects %o', (given, fields) => {
    expect(fieldErrorsOf(updateProfile, given)).toEqual(fields)
  })
})

describe('LANGUAGES', () => {
  it.each(LANGUAGES)('%s has a folder of messages', (language) => {
    expect(existsSync(`messages/${language}/index.ts`)).toBe(true)
    expect(parseInput(updateProfile, { locale: language })).toEqual({ locale: language })
  })
})
