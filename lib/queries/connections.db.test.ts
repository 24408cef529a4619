import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections, syncConflicts, syncRuns } from '@/db/schema/connections'
import { members } from '@/db/schema/groups'
import { grant } from '@/lib/access/grant'
import { findCalendar } from '@/lib/calendar/tuple'
import { connectionHealth } from '@/lib/schemas/sync-health'
import { insertBinding, insertLink } from '@/test/database/bindings'
import { as, type Family, makeFamily } from '@/test/database/fixtures'
import { calendarDetail } from './calendars'
import { connectionsOf, syncAttention } from './connections'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const healthOf = async (user: { id: string }, binding: string) => {
  const found = connectionHealth.array().parse(await connectionsOf(db, user.id))
  return found.flatMap((connection) => connection.bindings).find(({ id }) => id === binding)
}

it('returns the state of a sync to the user of its connection only', async () => {
  const { owner, admin, calendar } = family
  const lastSuccessAt = new Date('2026-11-20T10:00:00Z')
  const id = await insertBinding(owner, calendar, {
    lastSuccessAt,
    problem: 'unreachable',
    placedIn: calendar,
  })
  const event = await as(owner).createEvent({ calendarId: calendar })
  const link = await insertLink(id, event.id)
  await db.insert(syncConflicts).values({ id: randomUUID(), linkId: link, field: 'title' })
  expect(await healthOf(owner, id)).toMatchObject({
    ...{ name: 'Work', state: 'active', problem: 'unreachable', isRunning: false, canWrite: true },
    ...{ events: 1, skipped: 0, conflicts: 1, lastSuccessAt: lastSuccessAt.getTime(), syncedBy: null },
    calendar: { id: calendar, name: 'Family' },
  })
  const counts = { added: 0, changed: 0, deleted: 0, sent: 0, skipped: 0, conflicts: 0 }
  await db.insert(syncRuns).values({ id: randomUUID(), bindingId: id, counts })
  expect(await healthOf(owner, id)).toMatchObject({ isRunning: true })
  expect(await connectionsOf(db, admin.id)).toEqual([])
})

it('names the member whose connection syncs a joined calendar, and returns the state of that sync', async () => {
  const { owner, editor, calendar } = family
  const lastSuccessAt = new Date('2026-11-21T10:00:00Z')
  const leaderId = await insertBinding(owner, calendar, { lastSuccessAt })
  const id = await insertBinding(editor, calendar, { leaderId })
  expect(await healthOf(editor, id)).toMatchObject({
    ...{ syncedBy: owner.name, lastSuccessAt: lastSuccessAt.getTime() },
  })
})

it('does not name a calendar that the user no longer sees', async () => {
  const { viewer, calendar } = family
  const id = await insertBinding(viewer, calendar)
  await db.delete(members).where(eq(members.userId, viewer.id))
  expect(await healthOf(viewer, id)).toMatchObject({ calendar: null })
})

it('asks a user to act on held deletions, conflicts and expired access, but not on a paused or working sync', async () => {
  const { sharee, calendar } = family
  const id = await insertBinding(sharee, calendar)
  expect(await syncAttention(db, sharee.id)).toEqual([])
  const set = (columns: Partial<typeof bindings.$inferInsert>) =>
    db.update(bindings).set(columns).where(eq(bindings.id, id))
  await set({ state: 'needs-approval' })
  expect(await syncAttention(db, sharee.id)).toEqual([
    { binding: id, name: 'Work', reason: 'needs-approval', count: 0 },
  ])
  await set({ state: 'paused' })
  expect(await syncAttention(db, sharee.id)).toEqual([])
  await set({ state: 'active' })
  const link = await insertLink(id, (await as(family.owner).createEvent({ calendarId: calendar })).id)
  await db.insert(syncConflicts).values({ id: randomUUID(), linkId: link, field: 'title' })
  expect(await syncAttention(db, sharee.id)).toMatchObject([{ reason: 'conflicts', count: 1 }])
  const account = `${id}@example.org`
  await db
    .update(connections)
    .set({ consentExpiresAt: new Date(Date.now() + 3_600_000) })
    .where(eq(connections.account, account))
  expect(await syncAttention(db, sharee.id)).toContainEqual({
    ...{ binding: null, name: account, reason: 'consent-expires', count: 0 },
  })
  await db.update(connections).set({ problem: 'sign-in-needed' }).where(eq(connections.account, account))
  expect(await syncAttention(db, sharee.id)).toMatchObject([{ binding: null, reason: 'sign-in-needed' }])
})

it('links to the calendar of an unreadable feed, instead of asking to connect an account', async () => {
  const { sharee, calendar } = await makeFamily()
  const id = await insertBinding(sharee, calendar)
  await db
    .update(connections)
    .set({ kind: 'ics', problem: 'key-missing' })
    .where(eq(connections.account, `${id}@example.org`))
  expect(await syncAttention(db, sharee.id)).toEqual([
    { binding: id, name: 'Work', reason: 'stopped', count: 0 },
  ])
})

it('shows the provider of a calendar to its readers, the account to its user only, and neither to free/busy sharees', async () => {
  const { owner, editor, sharee, calendar } = await makeFamily()
  const id = await insertBinding(owner, calendar)
  const sourceFor = async (user: typeof owner) => {
    const { calendars } = await as(user).loadRange('2026-11-21', '2026-11-22')
    return findCalendar(calendars, calendar)?.source
  }
  expect(await sourceFor(owner)).toEqual(['google'])
  expect(await sourceFor(editor)).toEqual(['google', owner.name])
  expect(await sourceFor(sharee)).toBeUndefined()
  const settingsFor = (user: typeof owner) =>
    db.transaction(async (tx) => calendarDetail(tx, await grant(tx, user, 'freebusy', 'calendar', calendar)))
  const account = `${id}@example.org`
  expect((await settingsFor(owner)).source).toEqual({ kind: 'google', account, binding: id, by: null })
  expect((await settingsFor(editor)).source).toEqual({
    ...{ kind: 'google', account: null, binding: null, by: owner.name },
  })
  expect((await settingsFor(sharee)).source).toBeNull()
})
