import { expect, it } from 'vitest'
import { nextEntry } from './next-entry'
import { addEntry, discardEntry, withdrawChange } from './outbox'
import { localId, type NewEntry, type OutboxEntry } from './outbox-entry'
import { settleEntry } from './settle-entry'
import { splitSelection } from './split-selection'

let keys = 0
const newKey = () => `key-${++keys}`
const entry = (command: NewEntry['command'], input: NewEntry['input'], more: Partial<NewEntry> = {}) => ({
  ...{ command, input, key: newKey(), title: '', at: 0, isAttempted: false },
  ...more,
})
const addAll = (...added: NewEntry[]) =>
  added.flatMap((one) => splitSelection(one, newKey)).reduce<OutboxEntry[]>(addEntry, [])
const events = (...ids: string[]) => ids.map((id) => ({ id }))
const span = { type: 'floating', start: '2031-05-14T09:00:00', end: '2031-05-14T10:00:00' }
const HOUR = 3_600_000

it('splits a deletion of several events, and drops those that were created offline', () => {
  const create = entry('createEvent', { title: 'Tea' })
  const entries = addAll(create, entry('deleteEvents', { events: events('a', localId(create.key), 'b') }))
  expect(entries.map(({ input }) => input.events)).toEqual([events('a'), events('b')])
  expect(new Set(entries.map(({ key }) => key)).size).toBe(2)
})

it('does not split a command that the server may have received', () => {
  const moved = entry('moveEvents', { events: events('a', 'b'), by: HOUR }, { isAttempted: true })
  expect(addAll(moved)).toEqual([{ ...moved, seq: 1 }])
})

it('moves an event that was created offline by changing its creation', () => {
  const create = entry('createEvent', { title: 'Tea', span })
  const entries = addAll(create, entry('moveEvents', { events: events(localId(create.key)), by: HOUR }))
  expect(entries.map(({ input }) => input.span)).toEqual([
    { type: 'floating', start: '2031-05-14T10:00:00', end: '2031-05-14T11:00:00' },
  ])
})

it('replaces a move by a later edit of the time, which would conflict with it', () => {
  const move = entry('moveEvents', { events: events('a'), by: HOUR })
  const edit = (patch: object) => entry('updateEvent', { id: 'a', version: 3, patch: { ...patch } })
  expect(addAll(move, edit({ span })).map(({ command }) => command)).toEqual(['updateEvent'])
  expect(addAll(move, edit({ title: 'Tea' }))).toHaveLength(2)
  expect(addAll(move, edit({ title: 'Tea' }), edit({ span })).map(({ input }) => input.patch)).toEqual([
    { title: 'Tea', span },
  ])
})

it('sends changes of a copy with the id that the server has given it', () => {
  const copy = entry('copyEvents', { events: [{ id: 'a', calendarId: 'c' }] })
  const local = localId(`${copy.key}.0`)
  const entries = addAll(
    copy,
    entry('updateEvent', { id: local, version: 1, patch: {} }),
    entry('copyEvents', { events: [{ id: local, calendarId: 'd' }] }),
  )
  expect(nextEntry(entries)?.seq).toBe(1)
  const settled = settleEntry(entries, 1, { ok: true, result: { ids: ['real'] } }, newKey)
  expect(settled.map(({ input }) => input.id ?? input.events?.[0]?.id)).toEqual(['real', 'real'])
})

it('keeps the source of a copy as it was when it was copied', () => {
  const create = entry('createEvent', { title: 'Tea' })
  const source = localId(create.key)
  const entries = addAll(
    create,
    entry('copyEvents', { events: [{ id: source, calendarId: 'c' }] }),
    entry('updateEvent', { id: source, version: 1, patch: { title: 'Coffee' } }),
    entry('deleteEvent', { id: source }),
  )
  expect(entries.map(({ command }) => command)).toEqual([
    ...['createEvent', 'copyEvents', 'updateEvent', 'deleteEvent'],
  ])
})

it('discards copies of an event whose creation is discarded, and their changes', () => {
  const create = entry('createEvent', { title: 'Tea' })
  const copy = entry('copyEvents', { events: [{ id: localId(create.key), calendarId: 'c' }] })
  const change = entry('setEventAlarms', { id: localId(`${copy.key}.0`), alarms: [] })
  expect(discardEntry(addAll(create, copy, change), 1)).toEqual([])
})

it('withdraws a joined edit up to the earlier edit, and a creation together with its alarms', () => {
  const first = addAll(entry('updateEvent', { id: 'a', version: 3, patch: { title: 'Tea' } }))
  const second = addEntry(first, entry('updateEvent', { id: 'a', version: 3, patch: { title: 'Coffee' } }))
  expect(withdrawChange(second, first, second)).toEqual(first)

  const create = entry('createEvent', { title: 'Tea' })
  const created = addEntry(first, create)
  const withAlarms = addEntry(created, entry('setEventAlarms', { id: localId(create.key), alarms: [] }))
  expect(withdrawChange(withAlarms, first, created)).toEqual(first)
})

it('withdraws a deletion by restoring the changes that it replaced', () => {
  const edited = addAll(entry('updateEvent', { id: 'a', version: 3, patch: { title: 'Tea' } }))
  const deleted = addEntry(edited, entry('deleteEvent', { id: 'a' }))
  expect(deleted).toHaveLength(1)
  expect(withdrawChange(deleted, edited, deleted)).toEqual(edited)
})

it('does not withdraw a change that may have reached the server, or that is gone', () => {
  const added = addAll(entry('deleteEvent', { id: 'a' }))
  const sent = added.map((one) => ({ ...one, isAttempted: true }))
  expect(withdrawChange(sent, [], added)).toBeNull()
  expect(withdrawChange([], [], added)).toBeNull()
})

it('restores a creation whose deletion is withdrawn after a change that was queued since', () => {
  const created = addAll(entry('createEvent', { title: 'Tea' }))
  const deleted = addEntry(created, entry('deleteEvent', { id: localId(created[0]!.key) }))
  expect(deleted).toEqual([])
  const answered = addEntry(deleted, entry('answerEvent', { id: 'a', version: 1, status: 'accepted' }))
  expect(withdrawChange(answered, created, deleted)?.map(({ command, seq }) => [command, seq])).toEqual([
    ...[
      ['answerEvent', 1],
      ['createEvent', 2],
    ],
  ])
})

it('sends changes of split occurrences to the event that the server has split off', () => {
  const at = (day: number, hour = 9) => `2031-05-${day}T${String(hour).padStart(2, '0')}:00:00`
  const edit = (occurrence: string, scope: string, patch: object = {}) =>
    entry('updateEvent', { id: 'a', version: 3, patch: { ...patch }, occurrence: { id: occurrence, scope } })
  const entries = addAll(
    edit(at(14), 'following', { span }),
    edit(at(15, 11), 'this', { title: 'Tea' }),
    entry('moveEvents', { events: [{ id: 'a', occurrence: at(16, 11) }], by: HOUR }),
    edit(at(13), 'this', { title: 'Coffee' }),
  )
  const result = { id: 'b', version: 1, occurrence: at(14, 11) }
  const settled = settleEntry(entries, 1, { ok: true, result }, newKey).map(({ input }) => input)
  expect(settled.map(({ id, version, events }) => [events?.[0]?.id ?? id, version ?? 0])).toEqual([
    ...[
      ['b', 1],
      ['b', 0],
      ['a', 3],
    ],
  ])
})

it('deletes only the event that was split off, not the series before it', () => {
  const occurrence = { id: '2031-05-14T09:00:00', scope: 'following' }
  const entries = addAll(
    entry('updateEvent', { id: 'a', version: 3, patch: { rules: [] }, occurrence }),
    entry('deleteEvent', { id: 'a' }),
  )
  expect(entries).toHaveLength(2)
  const result = { id: 'b', version: 1, occurrence: null }
  expect(settleEntry(entries, 1, { ok: true, result }, newKey).map(({ input }) => input.id)).toEqual(['b'])
})
