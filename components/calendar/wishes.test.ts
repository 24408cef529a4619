import { expect, it } from 'vitest'
import { wish, wished } from './wishes'

it('is wished until it is settled, and the later wish counts', () => {
  const first = wish(
    new Map([
      ['a', true],
      ['b', true],
    ]),
  )
  const second = wish(new Map([['a', false]]))
  expect(wished()).toEqual(
    new Map([
      ['a', false],
      ['b', true],
    ]),
  )
  expect(first()).toEqual(new Map([['b', true]]))
  expect(wished()).toEqual(new Map([['a', false]]))
  expect(second()).toEqual(new Map([['a', false]]))
  expect(wished().size).toBe(0)
})
