import { randomUUID } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { guestToken, parseGuestToken } from './guest-tokens'

vi.mock('@/lib/env', () => ({ env: { authSecret: 'a secret of sixteen' } }))

it('returns the link id of a token for its own purpose, in upper and lower case', () => {
  const link = randomUUID()
  for (const purpose of ['page', 'reply', 'unsubscribe'] as const) {
    const token = guestToken(link, purpose)
    expect(token).toMatch(/^[a-z2-7]{40}$/)
    expect(parseGuestToken(token, purpose)).toBe(link)
    expect(parseGuestToken(token.toUpperCase(), purpose)).toBe(link)
  }
})

it('refuses tokens of another purpose, changed tokens, and texts that are no tokens', () => {
  const token = guestToken(randomUUID(), 'page')
  expect(parseGuestToken(token, 'reply')).toBeUndefined()
  for (const [index, character] of [...token].entries()) {
    const changed = token.slice(0, index) + (character === 'a' ? 'b' : 'a') + token.slice(index + 1)
    expect(parseGuestToken(changed, 'page')).toBeUndefined()
  }
  for (const text of [
    '',
    'a',
    token.slice(1),
    `${token}a`,
    token.replace(/.$/, '!'),
    'İ'.repeat(40),
    'İ'.repeat(20),
  ])
    expect(parseGuestToken(text, 'page')).toBeUndefined()
})
