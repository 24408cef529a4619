import { randomUUID } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { guestToken, idEndOfReplyTag, isReplyTagOf, parseGuestToken, replyTag } from './guest-tokens'

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

it('returns a reply tag that leaves 40 characters of a local part to the mailbox and belongs to one link', () => {
  const link = randomUUID()
  const tag = replyTag(link)
  expect(`${'m'.repeat(40)}+${tag}`).toHaveLength(64)
  expect(tag).toMatch(/^[a-z2-7]+$/)
  expect(idEndOfReplyTag(tag.toUpperCase())).toBe(link.slice(-4))
  expect(isReplyTagOf(tag.toUpperCase(), link)).toBe(true)
  expect(isReplyTagOf(tag, randomUUID().replace(/.{4}$/, link.slice(-4)))).toBe(false)
  expect(isReplyTagOf(guestToken(link, 'reply').slice(0, tag.length), link)).toBe(false)
  for (const [index, character] of [...tag].entries()) {
    const changed = tag.slice(0, index) + (character === 'a' ? 'b' : 'a') + tag.slice(index + 1)
    expect(isReplyTagOf(changed, link)).toBe(false)
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
