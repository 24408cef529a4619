import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, it } from 'vitest'
import { db, type Tx } from '@/db/client'
import { syncConflicts, syncEntries, syncRuns } from '@/db/schema/connections'
import { type Grant, grant } from '@/lib/access/grant'
import { syncConflictsOf } from '@/lib/queries/sync-conflicts'
import { heldDeletions, syncLog } from '@/lib/queries/sync-log'
import { insertBinding, insertLink } from '@/test/database/bindings'
import { as, codeOf, type Family, hour, loadEventDetail, makeFamily } from '@/test/database/fixtures'
import { deleteEvent, updateEvent } from './events'
import { resolveConflict } from './sync-conflicts'
import { deletePermanently } from './trash'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const makeSynced = async (input: object = {}) => {
  const { owner, calendar } = family
  const binding = await insertBinding(owner, calendar)
  const event = await as(owner).createEvent({ calendarId: calendar, title: 'Theirs', ...input })
  const link = await insertLink(binding, event.id)
  const conflict = async (field: string, ours: unknown, theirs: unknown) => {
    const id = randomUUID()
    await db.insert(syncConflicts).values({ id, linkId: link, field, ours, theirs })
    return id
  }
  return { owner, binding, event, conflict }
}

const read = <T>(
  binding: string,
  query: (tx: Tx, grant: Grant<'read', 'binding'>) => Promise<T>,
): Promise<T> =>
  db.transaction(async (tx) => query(tx, await grant(tx, family.owner, 'read', 'binding', binding)))
const conflictsOf = (binding: string) => read(binding, syncConflictsOf)

it('shows both values of a conflict, and restores the local one by an edit', async () => {
  const { owner, binding, event, conflict } = await makeSynced()
  const id = await conflict('title', 'Ours', 'Theirs')
  expect(await conflictsOf(binding)).toMatchObject([
    {
      ...{ id, title: 'Theirs', canChoose: true, deletedBy: null },
      changes: [{ field: 'title', from: 'Ours', to: 'Theirs' }],
    },
  ])
  const { changeset } = await as(owner).run(resolveConflict, { conflict: id, choice: 'ours' })
  expect(changeset).not.toBeNull()
  expect(await loadEventDetail(owner, event.id)).toMatchObject({ title: 'Ours', version: 2 })
  expect(await conflictsOf(binding)).toEqual([])
  const again = as(owner).run(resolveConflict, { conflict: id, choice: 'ours' })
  expect(await codeOf(again)).toBe('NOT_FOUND')
})

it('keeps the remote value if the user chooses it', async () => {
  const { owner, event, conflict } = await makeSynced()
  const id = await conflict('title', 'Ours', 'Theirs')
  await as(owner).run(resolveConflict, { conflict: id, choice: 'theirs' })
  expect(await loadEventDetail(owner, event.id)).toMatchObject({ title: 'Theirs', version: 1 })
})

it('restores the local time, recurrence and guests of an event', async () => {
  const { owner, event, conflict, binding } = await makeSynced()
  const when = (at: number, rules: string[] | null) => ({ span: hour('2026-11-21', at), rules })
  const time = await conflict('when', when(14, ['FREQ=DAILY;COUNT=2']), when(9, null))
  const guest = { userId: null, email: 'ann@example.org', name: null, status: 'accepted' }
  const added = await conflict('attendees/ann@example.org', guest, null)
  const shown = await conflictsOf(binding)
  expect(shown.flatMap(({ changes }) => changes.map(({ field }) => field))).toEqual([
    'span',
    'rules',
    'attendees',
  ])
  expect(shown[1]!.changes[0]).toMatchObject({ from: ['ann@example.org'], to: [] })
  await as(owner).run(resolveConflict, { conflict: time, choice: 'ours' })
  await as(owner).run(resolveConflict, { conflict: added, choice: 'ours' })
  expect(await loadEventDetail(owner, event.id)).toMatchObject({
    span: hour('2026-11-21', 14),
    rules: ['FREQ=DAILY;COUNT=2'],
    attendees: [{ email: 'ann@example.org' }],
  })
})

it('restores a local change and a local deletion of one occurrence', async () => {
  const { owner, event, conflict, binding } = await makeSynced({ rules: ['FREQ=DAILY;COUNT=5'] })
  const [second, third] = ['2026-11-22T09:00:00', '2026-11-23T09:00:00']
  const title = await conflict(`overrides/${second}/title`, 'Only today', null)
  const deleted = await conflict(`exclusions/${third}`, true, null)
  expect((await conflictsOf(binding)).map(({ changes }) => changes[0])).toMatchObject([
    { occurrence: second, field: 'title', from: 'Only today', to: null },
    { occurrence: third, field: 'exists', from: false, to: true },
  ])
  await as(owner).run(resolveConflict, { conflict: title, choice: 'ours' })
  await as(owner).run(resolveConflict, { conflict: deleted, choice: 'ours' })
  expect(await loadEventDetail(owner, event.id, second)).toMatchObject({ title: 'Only today' })
  expect(await codeOf(loadEventDetail(owner, event.id, third))).toBe('NOT_FOUND')
})

it('deletes an event again that the remote calendar has brought back', async () => {
  const { owner, event, conflict, binding } = await makeSynced()
  const id = await conflict('deleted', null, 'Theirs')
  expect(await conflictsOf(binding)).toMatchObject([{ deletedBy: 'kinday', changes: [] }])
  await as(owner).run(resolveConflict, { conflict: id, choice: 'ours' })
  expect(await codeOf(loadEventDetail(owner, event.id))).toBe('NOT_FOUND')
})

it('shows and resolves conflicts for the user of the connection only', async () => {
  const { conflict } = await makeSynced()
  const id = await conflict('title', 'Ours', 'Theirs')
  for (const user of [family.admin, family.sharee])
    expect(await codeOf(as(user).run(resolveConflict, { conflict: id, choice: 'theirs' }))).toBe('NOT_FOUND')
})

it('leaves an event out of the log and the conflicts once it is hidden from the user', async () => {
  const { editor, owner, calendar } = family
  const binding = await insertBinding(owner, calendar, { state: 'needs-approval' })
  const event = await as(editor).createEvent({ calendarId: calendar, title: 'Party' })
  const link = await insertLink(binding, event.id)
  await db.insert(syncConflicts).values({ id: randomUUID(), linkId: link, field: 'title', ours: 'Party' })
  const [run, counts] = [
    randomUUID(),
    { added: 1, changed: 0, deleted: 0, sent: 0, skipped: 0, conflicts: 0 },
  ]
  await db.insert(syncRuns).values({ id: run, bindingId: binding, outcome: 'needs-approval', counts })
  await db.insert(syncEntries).values([
    { ...{ id: uuidv7(), runId: run, eventId: event.id, title: 'Party' }, direction: 'in', op: 'added' },
    {
      ...{ id: uuidv7(), runId: run, eventId: event.id, title: 'Party' },
      ...{ direction: 'in', op: 'deleted', reason: 'held' },
    },
  ])
  const [logged] = await read(binding, syncLog)
  expect(logged).toMatchObject({ more: 0, entries: [{ event: { id: event.id } }, { reason: 'held' }] })
  expect(await read(binding, heldDeletions)).toEqual([
    {
      direction: 'in',
      events: [{ title: 'Party', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }],
      more: 0,
    },
  ])
  await as(editor).run(updateEvent, { id: event.id, version: 1, patch: { hiddenFrom: [owner.id] } })
  const everything = [
    await read(binding, syncLog),
    await read(binding, heldDeletions),
    await conflictsOf(binding),
  ]
  expect(JSON.stringify(everything)).not.toContain('Party')
})

it('removes the title of an event from the log when it is deleted permanently', async () => {
  const { owner, binding, event, conflict } = await makeSynced()
  const id = await conflict('title', 'Ours', 'Theirs')
  const [run, counts] = [
    randomUUID(),
    { added: 1, changed: 0, deleted: 0, sent: 0, skipped: 0, conflicts: 0 },
  ]
  await db.insert(syncRuns).values({ id: run, bindingId: binding, outcome: 'done', counts })
  await db.insert(syncEntries).values({
    id: randomUUID(),
    runId: run,
    eventId: event.id,
    title: 'Theirs',
    direction: 'in',
    op: 'added',
  })
  await as(owner).run(deleteEvent, { id: event.id })
  await as(owner).run(deletePermanently, { event: event.id })
  expect(await read(binding, syncLog)).toMatchObject([{ entries: [{ title: '', event: null }] }])
  expect(await db.select().from(syncConflicts).where(eq(syncConflicts.id, id))).toEqual([])
})
