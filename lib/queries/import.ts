import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { events, received } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { users } from '@/db/schema/users'
import { userIdOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { answersOf, attendeesOf, groupsOf, hiddenFromOf, managedOf } from '@/lib/access/nouns/event-columns'
import { visibleEvents } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'
import type { ExistingEvent, ExistingEvents } from '@/lib/calendar/server/incoming/import-plan'
import type { KnownPeople } from '@/lib/calendar/server/incoming/people'
import type { IncomingEvent } from '@/lib/calendar/server/incoming/received'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { snapshotOf } from './event-snapshot'
import { comparedSequences, lastImports } from './import-history'
import { addParts, BATCH_SIZE, textsInSql } from './import-parts'

type Calendar = Grant<'write', 'calendar'>

/**
 * Reads the events of a calendar that events of a file may refer to: by UID, and by the id that Kinday's own exports
 * state. Events that the importer cannot see, or sees as busy only, are not among them: an import must not depend on
 * them.
 */
export async function existingEvents(
  db: Db,
  calendar: Calendar,
  incoming: readonly IncomingEvent[],
): Promise<ExistingEvents> {
  const byUid = new Map<string, ExistingEvent[]>()
  const byId = new Map<string, ExistingEvent>()
  const uids = [...new Set(incoming.map(({ uid }) => uid))]
  const ids = [...new Set(incoming.flatMap(({ kindayId }) => kindayId ?? []))].filter((id) => UUID.test(id))
  const add = (found: ExistingEvent[]) => {
    for (const existing of found) {
      if (byId.has(existing.event.id)) continue
      byId.set(existing.event.id, existing)
      byUid.set(existing.event.uid, [...(byUid.get(existing.event.uid) ?? []), existing])
    }
  }
  const stated = new Set(ids)
  const find = (which: SQL) => readVisible(db, calendar, which, stated)
  // The UIDs and ids are sent as arrays, for which Postgres uses an index. A join would compare each event of the
  // calendar with each of the file.
  for (const chunk of chunksOf(uids, BATCH_SIZE))
    add(await find(sql`${placements.uid} = any(array${textsInSql(chunk)})`))
  for (const chunk of chunksOf(ids, BATCH_SIZE)) {
    add(await find(sql`${placements.eventId} = any(array(select t::uuid from ${textsInSql(chunk)} as t(t)))`))
  }
  await addParts(find, incoming, { byUid, byId })
  return { byUid, byId }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Reads the events that the importer can read in the calendar.
 *
 * @param stated ids of events that the file states, as Kinday's exports do
 */
async function readVisible(
  db: Db,
  { actor, row: calendar }: Calendar,
  which: SQL,
  stated: ReadonlySet<string>,
): Promise<ExistingEvent[]> {
  const level = sql`${LEVELS.indexOf(calendar.level) + 1}::int`
  const rows = await db
    .select({
      event: events,
      home: placements.home,
      attendees: attendeesOf,
      answers: answersOf,
      managed: managedOf,
      hiddenFrom: hiddenFromOf,
      groups: groupsOf,
      received,
    })
    .from(placements)
    .innerJoin(events, eq(events.id, placements.eventId))
    .leftJoin(received, eq(received.eventId, events.id))
    .where(
      and(
        eq(placements.calendarId, calendar.id),
        isNull(placements.deletedAt),
        which,
        sql`exists (select 1 from ${visibleEvents({ userId: userIdOf(actor) }, level, 'placements')} e where e.detail <> 'busy')`,
      ),
    )
    .orderBy(events.id)
  const withoutReceived = rows.flatMap(({ event, received }) => (received ? [] : event.id))
  const imports = await lastImports(db, withoutReceived)
  // Changed events that a file is compared with by SEQUENCE, which an import and its undo may have incremented.
  const comparedBySequence = rows.flatMap(({ event, received }) =>
    event.version > 1 && (!received || stated.has(event.id)) ? event.id : [],
  )
  const sequences = await comparedSequences(db, comparedBySequence)
  return rows.map((found) => ({
    event: snapshotOf({
      ...found.event,
      calendarId: calendar.id,
      attendees: found.attendees,
      hiddenFrom: found.hiddenFrom,
      groups: found.groups,
    }),
    ...{ answers: found.answers, managed: found.managed },
    isWritable: found.home && found.event.readOnly === null,
    received: found.received
      ? {
          version: found.received.version,
          instances: found.received.instances,
          content: found.received.content,
        }
      : (imports.get(found.event.id) ?? null),
    sequence: sequences.get(found.event.id) ?? found.event.sequence,
    parts: [],
  }))
}

/** Reads the id and the address of a user; null if the address is not verified. */
export async function ownAddress(db: Db, userId: string): Promise<KnownPeople['importer']> {
  const [user] = await db
    .select({ userId: users.id, email: users.email })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.emailVerified)))
  return user?.email ? { userId: user.userId, email: user.email } : null
}

/**
 * Returns whether the attendees of an event are invited by an organizer elsewhere: the event, or the series that it was
 * split off from, came from a file. This installation does not mail them.
 */
export async function hasForeignOrganizer(db: Db, eventId: string): Promise<boolean> {
  const rows = await db.execute(sql`
    with recursive origin as (
      select id, uid, split_from from events where id = ${eventId}
      union select e.id, e.uid, e.split_from from events e join origin on e.id = origin.split_from)
    select 1 from events e where e.id = ${eventId} and e.organizer_id is null
      and (exists (select 1 from attendees a where a.event_id = e.id)
        or jsonb_path_exists(e.overrides, '$.*.attendees[*]'))
      and exists (select 1 from origin where origin.uid not like '%@kinday'
        or exists (select 1 from received r where r.event_id = origin.id))`)
  return rows.length > 0
}
