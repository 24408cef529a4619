import { describe, expect, it } from 'vitest'
import { signInRedirect } from './sign-in.mjs'

const redirect = (url, headers = {}, method = 'GET') => signInRedirect({ method, url, headers })

describe('signInRedirect', () => {
  it.each([
    ['/home', '/home'],
    ['/calendar', '/calendar'],
    ['/calendar/week/2026-11-16', '/calendar/week/2026-11-16'],
    ['/search?q=a&kind=meeting', '/search?q=a&kind=meeting'],
    ['/search?q=a%26b', '/search?q=a%26b'],
    ['/groups/1?_rsc=abc', '/groups/1'],
    ['/search?q=a&_rsc=abc', '/search?q=a'],
    ['/search?_rsc=abc&q=a?b', '/search?q=a?b'],
  ])('sends a visitor of %s to sign in and back to %s', (url, to) => {
    expect(redirect(url)).toBe(`/sign-in?to=${encodeURIComponent(to)}`)
  })

  it('does not redirect on pages that need no session', () => {
    for (const url of ['/', '/sign-in', '/join/abc', '/homes', '/api/view/range', '/_next/static/x.js']) {
      expect(redirect(url)).toBeNull()
    }
  })

  it('does not redirect visitors with a session cookie', () => {
    expect(redirect('/home', { cookie: 'kinday.session=abc' })).toBeNull()
    expect(redirect('/home', { cookie: 'kinday.side=0; kinday.session=abc' })).toBeNull()
    expect(redirect('/home', { cookie: 'other.kinday.session=abc' })).not.toBeNull()
  })

  it('does not redirect actions', () => {
    expect(redirect('/home', {}, 'POST')).toBeNull()
  })
})
