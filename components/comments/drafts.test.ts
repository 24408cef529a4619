import { expect, it } from 'vitest'
import { EMPTY_DRAFT, withoutSent } from './drafts'

const people = [{ id: '1', name: 'Ann' }]

it('keeps what was typed into a draft while the comment was being sent', () => {
  expect(withoutSent({ text: 'Hello @Ann', people }, 'Hello @Ann')).toBe(EMPTY_DRAFT)
  expect(withoutSent({ text: 'Hello @Ann\nAnd @Ann', people }, 'Hello @Ann')).toEqual({
    text: 'And @Ann',
    people,
  })
  expect(withoutSent({ text: 'Something else', people }, 'Hello')).toEqual({ text: 'Something else', people })
})
