import { expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { parseInput } from './parse-input'
import { createShare } from './shares'

const [calendar, user] = ['018f3f7e-0000-7000-8000-000000000001', '018f3f7e-0000-7000-8000-000000000002']

function errorsOf(to: unknown) {
  try {
    parseInput(createShare, { calendar, to })
  } catch (error) {
    if (error instanceof AppError) return error.detail.fields
    throw error
  }
  return null
}

it('accepts exactly one sharee: user, group or address', () => {
  for (const to of [{ user }, { group: user }, { email: ' Ben@Example.org ' }])
    expect(errorsOf(to)).toBeNull()
  expect(errorsOf({})).toEqual({ to: { code: 'invalid' } })
  expect(errorsOf({ user, email: 'ben@example.org' })).toEqual({ to: { code: 'invalid' } })
  expect(errorsOf({ name: 'Ben' })).toMatchObject({ 'to.name': { code: 'invalid' } })
})

it('reports an invalid address at its field', () => {
  expect(errorsOf({ email: 'ben' })).toEqual({ 'to.email': { code: 'bad_email' } })
  expect(parseInput(createShare, { calendar, to: { email: 'Ben@Example.org' } }).to).toEqual({
    email: 'ben@example.org',
  })
})
