import { describe, expect, it } from 'vitest'
import { fieldErrorsOf } from '@/test/field-errors'
import { parseInput } from './parse-input'
import { idempotencyKey, uuid } from './text'

describe('uuid and idempotency key', () => {
  it.each([
    '',
    'x',
    '0198c5a0-0000-7000-8000-00000000000',
    '0198c5a0-0000-7000-8000-000000000000x',
    "' or 1=1 --",
  ])('rejects %j as id', (given) => {
    expect(fieldErrorsOf(uuid, given)).toEqual({ '': { code: 'invalid' } })
  })

  it('accepts no key, or 8 to 64 ASCII word characters', () => {
    expect(parseInput(idempotencyKey, undefined)).toBeUndefined()
    expect(parseInput(idempotencyKey, '12345678')).toBe('12345678')
    for (const key of ['1234567', 'x'.repeat(65), '1234567\0', '12345678 ', '12345678é']) {
      expect(fieldErrorsOf(idempotencyKey, key)).toEqual({ '': { code: 'invalid' } })
    }
  })
})
