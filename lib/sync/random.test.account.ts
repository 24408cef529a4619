import { and, eq, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { encryptCredentials } from '@/lib/access/credentials'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { bindCalendars } from '@/lib/commands/bindings'
import { as, insertCalendar, insertShare, makeUser, type TestUser } from '@/test/database/fixtures'
import type { RandomProvider } from './random.test.provider'
import { syncBinding } from './run'

/** A user who syncs a calendar with a provider. Another user edits the calendar, too. */
export interface RandomAccount {
  provider: RandomProvider
  user: TestUser
  member: TestUser
  /** The synced calendar. */
  calendar: string
  /** A calendar of the user that is not synced. */
  unsynced: string
  remote: RemoteCalendar
  /** Changes when the user disconnects and connects again. */
  binding: string
  bind(): Promise<string>
}

export async function makeRandomAccount(provider: RandomProvider): Promise<RandomAccount> {
  const [user, member] = [await makeUser(), await makeUser('member')]
  const { calendar } = user
  await insertShare(calendar, { userId: member.id }, 'editor')
  const unsynced = await insertCalendar({ ownerUserId: user.id })
  const [remote] = await provider.connect().listCalendars(new AbortController().signal)
  const connection = uuidv7()
  await db.insert(connections).values({
    ...{ id: connection, userId: user.id, kind: provider.kind, account: user.email },
    ...encryptCredentials({}, 'test'),
  })
  const bind = async () => {
    const chosen = { remote: remote!, direction: 'both' as const, calendar }
    const { result } = await as(user).run(bindCalendars, { connection, calendars: [chosen] })
    return result.bindings[0]!.id
  }
  return { provider, user, member, calendar, unsynced, remote: remote!, bind, binding: await bind() }
}

/** Syncs once, as a new process. */
export function syncOnce({ provider, binding }: RandomAccount) {
  return syncBinding(binding, provider.connect(), new AbortController().signal)
}

/** Reads the binding; undefined while the calendar is not connected. */
export async function bindingOf({ binding }: RandomAccount) {
  const [row] = await db.select().from(bindings).where(eq(bindings.id, binding))
  return row
}

export type StoredEvent = typeof events.$inferSelect

/** Reads the events whose home is a calendar and that are not in the trash, oldest first. */
export async function homeEvents(calendarId: string): Promise<StoredEvent[]> {
  const rows = await db
    .select({ event: events })
    .from(events)
    .innerJoin(placements, and(eq(placements.eventId, events.id), placements.home))
    .where(and(eq(placements.calendarId, calendarId), isNull(events.deletedAt)))
    .orderBy(events.createdAt, events.id)
  return rows.map(({ event }) => event)
}

/** Marks events whose answers or own alarms a changeset has changed, as the consumer of changes does. */
export async function markDirty({ binding }: RandomAccount, changeset: string): Promise<void> {
  await db.execute(sql`
    update links l set is_dirty = true from bindings b, changes c
    where b.id = l.binding_id and b.id = ${binding} and b.direction = 'both' and l.skipped is null
      and c.changeset_id = ${changeset} and c.entity in ('answer', 'layer') and c.entity_id = l.event_id::text`)
}

/** Returns the UIDs of the events that the last run has sent or was sending. */
export async function writtenUids({ binding }: RandomAccount): Promise<Set<string>> {
  const rows = await db.execute<{ uid: string }>(sql`
    select v.uid from links l join events v on v.id = l.event_id
    where l.binding_id = ${binding} and l.pending is not null
    union select v.uid from sync_entries e join events v on v.id = e.event_id
    where e.direction = 'out'
      and e.run_id = (select id from sync_runs where binding_id = ${binding} order by started_at desc limit 1)`)
  return new Set(rows.map(({ uid }) => uid))
}

/** Lets a day pass for creations that wait until the provider finds their objects, which may have been deleted. */
export async function endWaiting({ binding }: RandomAccount): Promise<void> {
  await db.execute(sql`
    update links set pending = pending || '{"since":"2026-01-01T00:00:00Z"}'
    where binding_id = ${binding} and pending ? 'since'`)
}
