import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import { email } from './email'
import { parseInput } from './parse-input'

describe('email', () => {
  it('trims an e-mail address and converts it to lower case', () => {
    expect(parseInput(email, ' Anna.B+kin@Example.ORG\n')).toBe('anna.b+kin@example.org')
  })

  it.each([
    ['Info@Müller.de', 'info@xn--mller-kva.de'],
    ['info@mu\u0308ller.de', 'info@xn--mller-kva.de'],
    ['info@xn--mller-kva.de', 'info@xn--mller-kva.de'],
    // Cyrillic letters: a different domain, visible as such.
    ['anna@аpple.com', 'anna@xn--pple-43d.com'],
  ])('converts the domain of an address to ASCII: %j', (given, normalized) => {
    expect(parseInput(email, given)).toBe(normalized)
  })

  it.each([
    '',
    'anna',
    'anna@',
    'anna@müller',
    'anna@mül ler.de',
    'anna@müller.de/path',
    'anna@müller.de:80',
    'änna@müller.de',
    'anna@１.２.３.４',
    'anna@-ü-.de\u200d',
    '@example.org',
    'anna@example',
    'anna@@example.org',
    'a nna@example.org',
    'anna@example.org\nbcc: all@example.org',
    'anna@example.org,ben@example.org',
    'Anna <anna@example.org>',
    'anna@example.org\0',
    'anna@exa\u0000mple.org',
    'javascript:alert(1)',
  ])('rejects an invalid address: %j', (given) => {
    expect(fieldErrorsOf(email, given)).toEqual({ '': { code: 'bad_email' } })
  })

  it('rejects an e-mail address with more than 254 characters (RFC 5321 §4.5.3.1.3)', () => {
    expect(fieldErrorsOf(email, 'x'.repeat(1001))).toEqual({ '': { code: 'too_long', limit: 254 } })
    expect(() => parseInput(email, `anna@${`${'x'.repeat(50)}.`.repeat(5)}org`)).toThrow(AppError)
  })
})
