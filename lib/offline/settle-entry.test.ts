import { expect, it } from 'vitest'
import { addEntry, markAttempted } from './outbox'
import type { NewEntry, OutboxAnswer, OutboxEntry } from './outbox-entry'
import { settleEntry } from './settle-entry'

let keys = 0
const newKey = () => `key-${++keys}`
const entry = (command: NewEntry['command'], input: NewEntry['input']): NewEntry => ({
  ...{ command, input, key: newKey(), title: '', at: 0, isAttempted: false },
})
const edit = (patch: object, more: object = {}) =>
  entry('updateEvent', { id: 'a', version: 3, patch: { ...patch }, ...more })
const move = (...events: { id: string; occurrence?: string }[]) =>
  entry('moveEvents', { events, by: 3_600_000 })

/** Sends the first entry and returns the others, with their versions and patches, after its answer. */
const settle = (
  result: Extract<OutboxAnswer, { ok: true }>['result'],
  [first, ...later]: NewEntry[],
  changeset?: null,
) => {
  const entries = later.reduce<OutboxEntry[]>(addEntry, markAttempted(addEntry([], first!), 1))
  const answer = { ok: true as const, result, ...(changeset === null && { changeset }) }
  return settleEntry(entries, 1, answer, newKey).map(({ input: { version, patch } }) => [version, patch])
}

it('bases a later edit on the version that the earlier one has created', () => {
  expect(settle({ id: 'a', version: 4 }, [edit({ title: 'Tea' }), edit({ location: 'Home' })])).toEqual([
    [4, { location: 'Home' }],
  ])
})

it('bases an edit of the time on the version that a move has created', () => {
  const moved = { ids: ['b', 'a'], versions: [9, 4] }
  expect(settle(moved, [move({ id: 'b' }, { id: 'a' }), edit({ span: 1 })])).toEqual([[4, { span: 1 }]])
})

it('keeps the version of an edit of another field when others changed the event in between', () => {
  expect(settle({ id: 'a', version: 5 }, [edit({ title: 'Tea' }), edit({ location: 'Home' })])).toEqual([
    [3, { location: 'Home' }],
  ])
})

it('bases an edit of the same field on the later version when others changed the event in between', () => {
  expect(settle({ id: 'a', version: 5 }, [edit({ span: 1 }), edit({ span: 2 })])).toEqual([[5, { span: 2 }]])
  const moved = { ids: ['a'], versions: [5] }
  expect(settle(moved, [move({ id: 'a' }), edit({ span: 2 })])).toEqual([[5, { span: 2 }]])
})

it('splits an edit of the same and another field when others changed the event in between', () => {
  expect(settle({ id: 'a', version: 5 }, [edit({ span: 1 }), edit({ span: 2, title: 'Tea' })])).toEqual([
    [3, { title: 'Tea' }],
    [5, { span: 2 }],
  ])
})

it('keeps the version of an edit of another occurrence when others changed the series in between', () => {
  const at = (id: string) => ({ occurrence: { id, scope: 'this' } })
  const moved = { ids: ['a'], versions: [5] }
  const entries = [move({ id: 'a', occurrence: '2031-05-14' }), edit({ span: 1 }, at('2031-05-15'))]
  expect(settle(moved, entries)).toEqual([[3, { span: 1 }]])
  entries[1] = edit({ span: 1 }, at('2031-05-14'))
  expect(settle(moved, entries)).toEqual([[5, { span: 1 }]])
})

it('keeps the version of a later edit when the earlier one has changed nothing', () => {
  const edits = [edit({ title: 'Tea' }), edit({ location: 'Home' })]
  expect(settle({ id: 'a', version: 4 }, edits, null)).toEqual([[3, { location: 'Home' }]])
})
