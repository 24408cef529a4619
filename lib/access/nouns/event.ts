import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { atLeast, type Level, levelOf } from '@/lib/calendar/roles'
import type { Overrides } from '@/lib/calendar/series/recurrence'
import type { Actor } from '../actor'
import type { Found, Verb } from '../found'
import { levelsOf } from '../levels'
import { LEVEL_FOR } from './calendar'

export interface Attendee {
  id: string
  userId: string | null
  email: string | null
  name: string | null
  status: 'needs-action' | 'accepted' | 'declined' | 'tentative'
}

interface Placement {
  calendarId: string
  home: boolean
  redaction: 'full' | 'title' | 'busy'
  level: number
}

export type EventRow = typeof events.$inferSelect & {
  /** The calendar that rights to write come from. */
  calendarId: string
  attendees: Attendee[]
  /** Names of users who take part in single occurrences, by user id. */
  names: Record<string, string>
  /** The actor's level in the home calendar; undefined when only another placement shows the event. */
  level: Level | undefined
  /** `title`: only title and time may be shown. */
  shown: 'full' | 'title'
}

/**
 * An event, seen through the best of its placements. A private one is seen by its creator, its attendees and the
 * owners of the calendar; free/busy shows no event at all.
 */
export async function loadEvent(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: Verb,
): Promise<Found<EventRow> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx
    .select({ row: events, placements: placementsFor(actor.id), attendees: attendeesOf, names: namesOf })
    .from(events)
    .where(eq(events.id, id))
  const [found] = verb === 'read' ? await select : await afterLock(tx, [id], select)
  const home = found?.placements.find((placement) => placement.home)
  if (!found || !home || found.row.deletedAt) return undefined

  const { row, attendees, names } = found
  const concerned = row.createdBy === actor.id || takesPart(actor.id, { attendees, overrides: row.overrides })
  const shows = (placement: Placement, redaction: 'full' | 'title') =>
    placement.level >= (row.visibility === 'private' && !concerned ? 4 : 2) &&
    (placement.redaction === 'full' || placement.redaction === redaction)
  const full = found.placements.some((placement) => shows(placement, 'full'))
  const level = levelOf(home.level)
  return {
    row: { ...row, calendarId: home.calendarId, attendees, names, level, shown: full ? 'full' : 'title' },
    seen: full || found.placements.some((placement) => shows(placement, 'title')),
    allows: (verb) => {
      if (verb === 'read') return true
      if (verb === 'respond') return takesPart(actor.id, { attendees, overrides: row.overrides })
      return full && level !== undefined && atLeast(level, LEVEL_FOR[verb])
    },
  }
}

/** Whether a user takes part in an event, or in any of its occurrences. */
export function takesPart(
  userId: string,
  { attendees, overrides }: { attendees: readonly { userId: string | null }[]; overrides: Overrides },
): boolean {
  const own = Object.values(overrides).flatMap((override) => override.attendees ?? [])
  return [...attendees, ...own].some((attendee) => attendee.userId === userId)
}

/** {@link takesPart}, in SQL, of an event `e`. */
export function takesPartIn(userId: string): SQL {
  return sql`(exists (select 1 from attendees a where a.event_id = e.id and a.user_id = ${userId}::uuid)
    or jsonb_path_exists(e.overrides, '$.*.attendees[*] ? (@.userId == $user)', jsonb_build_object('user', ${userId}::text)))`
}

/**
 * Reads events for who means to write them: after waiting for whoever is writing them. Two statements, sent together:
 * one that locks and reads at once would, after a wait, have the event's new row beside its old placements and
 * attendees (PostgreSQL manual, 13.2.1: a waiting statement sees anew only the rows it locks).
 */
export async function afterLock<T>(tx: Tx, ids: string[], select: PromiseLike<T>): Promise<T> {
  const lock = tx
    .select({ id: events.id })
    .from(events)
    .where(inArray(events.id, ids))
    .orderBy(events.id)
    .for('update')
  const [, found] = await Promise.all([lock, select])
  return found
}

function placementsFor(userId: string) {
  return sql<Placement[]>`(
    select coalesce(json_agg(json_build_object('calendarId', p.calendar_id, 'home', p.home,
      'redaction', p.redaction, 'level', coalesce(l.level, 0))), '[]')
    from placements p
    join calendars c on c.id = p.calendar_id and c.deleted_at is null
    left join ${levelsOf(userId)} l on l.calendar_id = p.calendar_id
    where p.event_id = ${EVENT_ID})`.mapWith(parseJson<Placement[]>)
}

/** Named with its table: drizzle leaves that out of a select from one table, where subqueries need it. */
const EVENT_ID = sql.raw('events.id')

/** Who takes part in the event, or in the series as such. */
export const attendeesOf = sql<Attendee[]>`(
  select coalesce(json_agg(json_build_object('id', a.id, 'userId', a.user_id, 'email', a.email,
    'name', coalesce(u.name, a.name), 'status', a.status) order by a.id), '[]')
  from attendees a left join users u on u.id = a.user_id
  where a.event_id = ${EVENT_ID})`.mapWith(parseJson<Attendee[]>)

const namesOf = sql<Record<string, string>>`(
  select coalesce(json_object_agg(u.id, u.name), '{}') from users u where u.id in (
    select (jsonb_path_query(events.overrides, '$.*.attendees[*].userId ? (@ != null)') #>> '{}')::uuid))`.mapWith(
  parseJson<Record<string, string>>,
)

/** The driver hands JSON over as text where drizzle maps columns itself. */
function parseJson<T>(value: unknown): T {
  return typeof value === 'string' ? JSON.parse(value) : (value as T)
}
