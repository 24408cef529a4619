import { expect, it } from 'vitest'
import { resolvedInput } from './resolved-input'

const conflict = (occurrence: string | null = null) => ({
  ...{ id: 'b', version: 7, occurrence },
  fields: { title: { yours: 'Tea', theirs: 'Coffee' } },
})

it('keeps the chosen fields and those without a conflict, based on the current version', () => {
  const input = { id: 'a', version: 3, patch: { title: 'Tea', location: 'Home' } }
  expect(resolvedInput(input, conflict(), new Set(['title']))).toEqual({ ...input, id: 'b', version: 7 })
  expect(resolvedInput(input, conflict(), new Set())?.patch).toEqual({ location: 'Home' })
})

it('returns null if the user keeps the values of the other version', () => {
  expect(resolvedInput({ id: 'a', patch: { title: 'Tea' } }, conflict(), new Set())).toBeNull()
})

it('keeps the scope for an occurrence that was moved meanwhile', () => {
  const input = { id: 'a', patch: { title: 'Tea' }, occurrence: { id: '2026-11-21', scope: 'this' } }
  expect(resolvedInput(input, conflict('2026-11-22'), new Set(['title']))?.occurrence).toEqual({
    ...{ id: '2026-11-22', scope: 'this' },
  })
})
