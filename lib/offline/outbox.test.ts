import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HOUR } from '@/lib/calendar/day'
import { shiftSpan } from '@/lib/calendar/edits/move'
import type { Span } from '@/lib/calendar/span'
import { nextEntry } from './next-entry'
import { addEntry, discardEntry, markAttempted, refersToMissingEvent, retryEntry } from './outbox'
import { ModelServer } from './outbox.test.server'
import { localId, type NewEntry, type OutboxEntry } from './outbox-entry'
import { settleEntry } from './settle-entry'

const SPAN: Span = { type: 'floating', start: '2031-05-14T09:00:00', end: '2031-05-14T10:00:00' }
let keys = 0
const newKey = () => `key-${++keys}`
const entry = (command: NewEntry['command'], input: NewEntry['input'], more: Partial<NewEntry> = {}) => ({
  ...{ command, input, key: newKey(), title: '', at: 0, isAttempted: false },
  ...more,
})
const addAll = (...added: NewEntry[]) => added.reduce<OutboxEntry[]>(addEntry, [])
const edit = (id: string, patch: object, more: object = {}) =>
  entry('updateEvent', { id, version: 3, patch: { ...patch }, ...more })

it('joins edits of an event that were not sent, based on the version of the first', () => {
  const entries = addAll(
    edit('a', { title: 'Tea' }),
    edit('b', {}),
    edit('a', { title: 'Coffee', busy: false }),
  )
  expect(entries).toHaveLength(2)
  expect(entries[0]!.input).toEqual({ id: 'a', version: 3, patch: { title: 'Coffee', busy: false } })
})

it('adds edits of an event that was created offline to its creation', () => {
  const create = entry('createEvent', { title: 'Tea' })
  const entries = addAll(create, edit(localId(create.key), { title: 'Coffee' }))
  expect(entries.map(({ input }) => input)).toEqual([{ title: 'Coffee' }])
})

it('does not join an edit with one that may have reached the server', () => {
  const sent = markAttempted(addAll(edit('a', { title: 'Tea' })), 1)
  expect(addEntry(sent, edit('a', { title: 'Coffee' }))).toHaveLength(2)
})

it('does not join edits of following occurrences', () => {
  const following = { occurrence: { id: '2026-11-21', scope: 'following' } }
  expect(
    addAll(edit('a', { title: 'Tea' }, following), edit('a', { title: 'Mate' }, following)),
  ).toHaveLength(2)
})

it('removes an event that was created and deleted offline', () => {
  const create = entry('createEvent', { title: 'Tea' })
  const alarms = entry('setEventAlarms', { id: localId(create.key), alarms: [] })
  expect(addAll(create, alarms, entry('deleteEvent', { id: localId(create.key) }))).toEqual([])
})

it('sends a deletion after the creation of the event if the creation may have reached the server', () => {
  const create = entry('createEvent', { title: 'Tea' }, { isAttempted: true })
  const entries = addAll(create, entry('deleteEvent', { id: localId(create.key) }))
  expect(entries.map(({ command }) => command)).toEqual(['createEvent', 'deleteEvent'])
  const settled = settleEntry(entries, 1, { ok: true, result: { id: 'real', version: 1 } }, newKey)
  expect(settled[0]!.input.id).toBe('real')
})

it('sends only the last answer to an invitation', () => {
  const answer = (status: string) => entry('answerEvent', { id: 'a', version: 1, status })
  const entries = addAll(answer('accepted'), answer('declined'))
  expect(entries.map(({ input }) => input.status)).toEqual(['declined'])
})

it('holds back changes of an event whose creation was refused, and discards them with it', () => {
  const create = entry('createEvent', { title: '' }, { isAttempted: true })
  const entries = addAll(create, edit(localId(create.key), { title: 'Tea' }))
  const refused = settleEntry(entries, 1, { ok: false, error: { code: 'INVALID' } }, newKey)
  expect(nextEntry(refused)).toBeUndefined()
  expect(discardEntry(refused, 1)).toEqual([])
  expect(nextEntry(retryEntry(refused, 1))?.seq).toBe(1)
})

it('finds a change of an event whose creation was sent', () => {
  const create = entry('createEvent', { title: 'Tea' }, { isAttempted: true })
  const change = edit(localId(create.key), { title: 'Coffee' })
  const entries = addAll(create)
  expect(refersToMissingEvent(entries, change)).toBe(false)
  expect(
    refersToMissingEvent(
      settleEntry(entries, 1, { ok: true, result: { id: 'real', version: 1 } }, newKey),
      change,
    ),
  ).toBe(true)
  expect(refersToMissingEvent([], create)).toBe(false)
})

/** Returns a span of an hour, which no other number has. */
const spanAt = (hours: number): Span => shiftSpan(SPAN, hours * 24 * HOUR, 'all')

/** A step of a random history: a change by the user, or one attempt to send that may break off at any point. */
const step = fc.oneof(
  fc.record({ do: fc.constant('create' as const) }),
  fc.record({
    do: fc.constant('edit' as const),
    which: fc.nat(9),
    field: fc.constantFrom('title', 'notes', 'span'),
  }),
  fc.record({ do: fc.constant('move' as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant('change by another user' as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant('delete' as const), which: fc.nat(9) }),
  fc.record({
    do: fc.constant('send' as const),
    crash: fc.constantFrom('never', 'never', 'before request', 'lost request', 'lost answer'),
  }),
)

it('applies each change once and without conflicts, whatever the point at which sending breaks off', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const server = new ModelServer()
      let entries: OutboxEntry[] = []
      /** The fields that the user sees, by the local or real id of their event. */
      const seen = new Map<string, Record<string, unknown>>()
      let value = 0
      const sendOne = (crash: string) => {
        const next = nextEntry(entries)
        if (!next) return false
        entries = markAttempted(entries, next.seq)
        if (crash === 'before request' || crash === 'lost request') return true
        const answer = server.run(next)
        if (crash === 'lost answer') return true
        entries = settleEntry(entries, next.seq, answer, newKey)
        const created = next.command === 'createEvent' && answer.ok ? seen.get(localId(next.key)) : undefined
        if (created && answer.ok) {
          seen.delete(localId(next.key))
          seen.set(answer.result.id!, created)
        }
        return true
      }
      for (const each of steps) {
        const ids = [...seen.keys()]
        if (each.do === 'send') sendOne(each.crash)
        else if (each.do === 'create') {
          const create = entry('createEvent', { title: `${++value}`, span: spanAt(value) })
          entries = addEntry(entries, create)
          seen.set(localId(create.key), { title: `${value}`, span: spanAt(value) })
        } else if (ids.length) {
          const id = ids[each.which % ids.length]!
          const version = server.versionOf(id)
          if (each.do === 'delete') {
            entries = addEntry(entries, entry('deleteEvent', { id }))
            seen.delete(id)
          } else if (each.do === 'move') {
            entries = addEntry(entries, entry('moveEvents', { events: [{ id }], by: HOUR }))
            const { span } = seen.get(id)!
            seen.set(id, { ...seen.get(id), span: shiftSpan(span as Span, HOUR, 'all') })
          } else if (each.do === 'change by another user') {
            if (!server.events.has(id)) continue
            server.changeByOther(id, { place: `${++value}` })
          } else {
            const patch = { [each.field]: each.field === 'span' ? spanAt(++value) : `${++value}` }
            entries = addEntry(entries, entry('updateEvent', { id, version, patch }))
            seen.set(id, { ...seen.get(id), ...patch })
          }
        }
      }
      while (sendOne('never'));
      expect(entries).toEqual([])
      expect([...server.events.keys()].sort()).toEqual([...seen.keys()].sort())
      for (const [id, fields] of seen) expect(server.events.get(id)!.fields).toMatchObject(fields)
    }),
    { numRuns: 500 },
  )
})
