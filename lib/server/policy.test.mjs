import { describe, expect, it } from 'vitest'
import { createPolicy, offlinePolicy, policyOptions } from './policy.mjs'

const directives = (policy) =>
  Object.fromEntries(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]))

describe('createPolicy', () => {
  it('allows scripts by a nonce that differs per response', () => {
    const policy = createPolicy()
    const [first, second] = [policy(), policy()].map((text) => directives(text)['script-src'])
    expect(first).toEqual(["'self'", expect.stringMatching(/^'nonce-[\w+/=]{24}'$/), "'strict-dynamic'"])
    expect(first[1]).not.toBe(second[1])
    expect(directives(createPolicy({ dev: true })())['script-src']).toContain("'unsafe-eval'")
  })

  it('forbids framing, foreign form targets, base elements and plugins', () => {
    expect(directives(createPolicy()())).toMatchObject({
      'frame-ancestors': ["'none'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'object-src': ["'none'"],
      'connect-src': ["'self'", 'blob:'],
      'worker-src': ["'self'"],
    })
  })

  it('allows an external realtime server and forms that lead to OAuth providers', () => {
    expect(policyOptions({ PUSHER_EMBEDDED: '1', PUSHER_HOST: '127.0.0.1' })).toEqual({
      ...{ realtime: [], providers: [] },
    })
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
    const microsoft = { PUSHER_EMBEDDED: '1', MICROSOFT_CLIENT_ID: 'x' }
    expect(directives(createPolicy(policyOptions(microsoft))())['form-action']).toEqual([
      "'self'",
      'https://login.microsoftonline.com',
      'https://login.live.com',
    ])
  })
})

it('allows only listed inline scripts on the offline page, and no nonce', () => {
  const policy = directives(offlinePolicy(["'sha256-a'"], { realtime: ['wss://sockets.example.org'] }))
  expect(policy['script-src']).toEqual(["'self'", "'sha256-a'"])
  expect(policy['connect-src']).toContain('wss://sockets.example.org')
})
