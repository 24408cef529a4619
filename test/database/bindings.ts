import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { bindings, connections, links } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import type { ReadOnlyReason } from '@/lib/calendar/read-only'
import type { TestUser } from './fixtures'

/** Inserts a connected Google calendar of a user, without permission checks. */
export async function insertBinding(
  user: Pick<TestUser, 'id'>,
  calendarId: string,
  columns: Partial<typeof bindings.$inferInsert> = {},
): Promise<string> {
  const [connectionId, id] = [randomUUID(), randomUUID()]
  const access = { credentials: Buffer.from('secret'), keyId: 'none' }
  await db
    .insert(connections)
    .values({ id: connectionId, userId: user.id, kind: 'google', account: `${id}@example.org`, ...access })
  const remote = {
    id: 'work',
    name: 'Work',
    zone: null,
    color: null,
    access: 'write',
    isPrimary: true,
  } as const
  await db
    .insert(bindings)
    .values({ id, connectionId, calendarId, remoteId: 'work', remote, direction: 'pull', ...columns })
  return id
}

/** Inserts the link of an event with a remote object. */
export async function insertLink(
  bindingId: string,
  eventId: string,
  readOnly: ReadOnlyReason | null = null,
  origin: 'local' | 'remote' = 'remote',
): Promise<string> {
  const id = randomUUID()
  await db
    .insert(links)
    .values({ id, bindingId, eventId, remoteId: randomUUID(), state: {}, version: 1, origin, readOnly })
  await db.update(events).set({ readOnly }).where(eq(events.id, eventId))
  return id
}
