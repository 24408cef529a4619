import { beforeEach, expect, it, vi } from 'vitest'

const env = vi.hoisted(() => ({ allowPrivateTargets: false }))
vi.mock('@/lib/env', () => ({ env }))

const { isPushEndpoint } = await import('./endpoint')

beforeEach(() => {
  env.allowPrivateTargets = false
})

it('accepts only HTTPS addresses outside private networks', () => {
  expect(isPushEndpoint('https://fcm.googleapis.com/fcm/send/x')).toBe(true)
  for (const endpoint of [
    ...['https://127.0.0.1/x', 'https://[::1]/x', 'https://[::ffff:10.0.0.1]/x', 'https://2130706433/x'],
    ...['http://example.org/x', 'ftp://example.org', 'https://me:secret@example.org', 'nonsense'],
  ]) {
    expect([endpoint, isPushEndpoint(endpoint)]).toEqual([endpoint, false])
  }
})

it('accepts private addresses where the installation allows them', () => {
  env.allowPrivateTargets = true
  expect(isPushEndpoint('http://127.0.0.1:8080/push')).toBe(true)
})
