import { expect, it } from 'vitest'
import { responseBudget } from './response-budget'

const MB = 1024 * 1024

it('ends the responses that exceed an equal share while all of them exceed the limit', () => {
  const begin = responseBudget(10 * MB)
  const [first, second, third] = [begin(), begin(), begin()]
  first.add(8 * MB)
  second.add(2 * MB)
  // Below a third of the limit.
  third.add(3 * MB)
  expect(() => first.add(1)).toThrow('busy')
  first.free()
  second.add(4 * MB)
  expect(() => second.add(2 * MB)).toThrow('busy')
  second.free()
  third.add(7 * MB)
  const small = begin()
  small.add(MB)
  expect(() => third.add(1)).toThrow('busy')
})
