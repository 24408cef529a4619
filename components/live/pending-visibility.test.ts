import { expect, it } from 'vitest'
import { beginVisibilityChange, pendingVisibility } from './pending-visibility'

it('keeps a visibility change pending until it ends, and lets a later change replace it', () => {
  const endFirst = beginVisibilityChange(new Map(Object.entries({ a: true, b: true })))
  const endSecond = beginVisibilityChange(new Map(Object.entries({ a: false })))
  expect(pendingVisibility()).toEqual(new Map(Object.entries({ a: false, b: true })))
  expect(endFirst()).toEqual(new Map([['b', true]]))
  expect(pendingVisibility()).toEqual(new Map([['a', false]]))
  expect(endSecond()).toEqual(new Map([['a', false]]))
  expect(pendingVisibility().size).toBe(0)
})
