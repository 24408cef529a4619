import { describe, expect, it } from 'vitest'
import { createPolicy, policyOptions } from './policy.mjs'

const directives = (policy) =>
  Object.fromEntries(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]))

describe('the policy of what a page may load', () => {
  it('lets only our scripts run, by a nonce that is never the same', () => {
    const policy = createPolicy()
    const [one, other] = [policy(), policy()].map((text) => directives(text)['script-src'])
    expect(one).toEqual(["'self'", expect.stringMatching(/^'nonce-[\w+/=]{24}'$/), "'strict-dynamic'"])
    expect(one[1]).not.toBe(other[1])
    expect(directives(createPolicy({ dev: true })())['script-src']).toContain("'unsafe-eval'")
  })

  it('lets nobody frame it, send its forms elsewhere or change where its links lead', () => {
    expect(directives(createPolicy()())).toMatchObject({
      'frame-ancestors': ["'none'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'object-src': ["'none'"],
      'connect-src': ["'self'", 'blob:'],
    })
  })

  it('knows a realtime server elsewhere, and where signing in with Google leads', () => {
    expect(policyOptions({ PUSHER_EMBEDDED: '1', PUSHER_HOST: '127.0.0.1' })).toEqual({ realtime: [] })
    expect(policyOptions({ PUSHER_HOST: 'sockets.example.org' }).realtime).toEqual([
      'wss://sockets.example.org:443',
      'ws://sockets.example.org:443',
    ])
    expect(policyOptions({ PUSHER_CLUSTER: 'eu' }).realtime[0]).toBe('wss://ws-eu.pusher.com')
    const google = { PUSHER_EMBEDDED: '1', GOOGLE_CLIENT_ID: 'x' }
    expect(directives(createPolicy(policyOptions(google))())['form-action']).toEqual([
      "'self'",
      'https://accounts.google.com',
    ])
  })
})
