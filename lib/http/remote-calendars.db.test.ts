import { eq } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import type { Actor } from '@/lib/access/actor'
import { subscribeFeed } from '@/lib/commands/subscribed-calendars'
import type { Connector } from '@/lib/connectors/connector'
import { joinableBindings } from '@/lib/queries/bindings'
import { openConnector } from '@/lib/sync/open-connector'
import { insertBinding } from '@/test/database/bindings'
import { as, codeOf, makeFamily, type TestUser } from '@/test/database/fixtures'
import { bindChosen, previewRemote, remoteChoices } from './remote-calendars'

let actor: Actor
vi.mock('./actor', () => ({ requestActor: async () => actor }))
vi.mock('@/lib/sync/open-connector', async (importOriginal) => {
  const original = await importOriginal<typeof import('@/lib/sync/open-connector')>()
  return { ...original, openConnector: vi.fn(original.openConnector) }
})

const signal = new AbortController().signal

/** Subscribes to a feed, and returns its connection. */
async function subscribe(user: TestUser, name: string, group?: string): Promise<string> {
  const feed = { address: `https://example.org/${name}.ics`, name, intervalMinutes: 60 } as const
  const { result } = await as(user).run(subscribeFeed, { ...feed, ...(group && { group }) })
  const rows = await db.select().from(bindings)
  return rows.find(({ calendarId }) => calendarId === result.id)!.connectionId
}

it('offers no calendars of a feed, which is one calendar', async () => {
  const { owner } = await makeFamily()
  const connection = await subscribe(owner, 'school')
  actor = owner
  expect(await codeOf(remoteChoices(connection, signal))).toBe('NOT_FOUND')
  const preview = previewRemote(connection, { remote: 'feed', calendar: null }, signal)
  expect(await codeOf(preview)).toBe('NOT_FOUND')
})

it('limits how often a user can list the calendars of accounts', async () => {
  const { owner } = await makeFamily()
  const [account] = await db
    .select({ id: bindings.connectionId })
    .from(bindings)
    .where(eq(bindings.id, await insertBinding(owner, owner.calendar)))
  actor = owner
  const read = () => codeOf(remoteChoices(account!.id, signal))
  for (let index = 0; index < 200; index++) expect(await read()).toBe('UNAVAILABLE')
  expect(await read()).toBe('TOO_MANY')
})

it('answers UNAVAILABLE if the provider does not list the calendars in time', async () => {
  const { owner } = await makeFamily()
  const id = await insertBinding(owner, owner.calendar)
  const [row] = await db.select().from(bindings).where(eq(bindings.id, id))
  actor = owner
  const listCalendars = async () => {
    throw new DOMException('', 'TimeoutError')
  }
  vi.mocked(openConnector).mockResolvedValueOnce({ listCalendars } as Partial<Connector> as Connector)
  const calendars = [{ remote: 'work', direction: 'pull' as const, calendar: null }]
  expect(await bindChosen({ connection: row!.connectionId, calendars }, undefined)).toEqual({
    ok: false,
    error: { code: 'UNAVAILABLE', data: { problem: 'unreachable' } },
  })
})

it('does not join the sync of another feed', async () => {
  const { owner, editor, group } = await makeFamily()
  await subscribe(owner, 'school', group)
  const connection = { id: await subscribe(editor, 'club'), kind: 'ics', account: 'example.org' }
  expect((await joinableBindings(db, editor.id, connection, ['feed'])).size).toBe(0)
})

it('joins a sync of the same CalDAV account only, since servers can have the same addresses for all users', async () => {
  const { owner, editor, calendar } = await makeFamily()
  await insertBinding(owner, calendar)
  const account = `${owner.id}@mailbox.org`
  await db.update(connections).set({ kind: 'caldav', account }).where(eq(connections.userId, owner.id))
  const other = { id: editor.id, kind: 'caldav', account: `${editor.id}@mailbox.org` }
  expect((await joinableBindings(db, editor.id, other, ['work'])).size).toBe(0)
  expect((await joinableBindings(db, editor.id, { ...other, account }, ['work'])).size).toBe(1)
})
