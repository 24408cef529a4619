import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrivalPath, invitationIn, returnPath } from './return-path'

const ORIGIN = 'http://a.example'

describe('returnPath', () => {
  it.each([
    '/',
    '/calendar',
    '/calendar/month/2026-11-21',
    '/groups/1?tab=members&x=%2F%2Fevil.example#top',
    '/join/abc_-',
    '/a//b',
    '/calendar?to=http://b.example',
    '/é',
  ])('returns the path %s of this site unchanged', (to) => {
    expect(returnPath(to)).toBe(to)
  })

  it.each([
    undefined,
    '',
    'calendar',
    ' /calendar',
    'http://b.example',
    'HTTP:b.example',
    '//b.example',
    '///b.example',
    '/\\b.example',
    '\\\\b.example',
    '/\t/b.example',
    '/\n/b.example',
    '/\r\\b.example',
    '\t//b.example',
    '\0//b.example',
    '/a\\b',
    '/a b',
    '/calendar\r\nSet-Cookie: a=b',
    '/calendar\n',
    '/\u00a0/b.example',
    '/\u2028/b.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '@b.example',
    ['/calendar', '/groups'],
    ['//b.example'],
  ])('returns the path of the calendar for %j', (to) => {
    expect(returnPath(to)).toBe('/calendar')
  })

  it('returns a path of this site for any input', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '?',
      '#',
      '\t',
      '\n',
      '\0',
      ' ',
      '%2f',
      'http:',
      'b.example',
    )
    const odd = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
    const any = fc.oneof(
      odd,
      odd.map((text) => `/${text}`),
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
    )
    fc.assert(
      fc.property(any, (to) => {
        const path = returnPath(to)
        expect(new URL(path, ORIGIN).origin).toBe(ORIGIN)
        expect(new URL(ORIGIN + path).origin).toBe(ORIGIN)
        expect(path).toMatch(/^\/[^\s\\]*$/)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('invitationIn', () => {
  const token = 'x'.repeat(32)

  it('returns the invitation in a path, before and after sign-in', () => {
    expect(invitationIn(`/join/${token}`)).toBe(token)
    expect(invitationIn(arrivalPath(token))).toBe(token)
    expect(returnPath(arrivalPath(token))).toBe(arrivalPath(token))
  })

  it.each([
    '/calendar',
    '/join',
    '/join/short',
    `/join/${token}/more`,
    `/x/join/${token}`,
    `//join/${token}`,
  ])('finds no invitation in %s', (path) => {
    expect(invitationIn(path)).toBeUndefined()
  })
})
