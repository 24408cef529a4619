import { eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import type { StoredAnswer } from '@/lib/calendar/answers'
import { isAtLeast, type Level, levelOf } from '@/lib/calendar/roles'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import { type Actor, includesCalendar, principalOf } from '../actor'
import { levelsOf } from '../levels'
import type { LoadedTarget, VerbOf } from '../verbs'
import { detailFor, isAttendee, type PlacementView } from '../visibility'
import { isActive, placerLevel } from '../visible-events'
import { LEVEL_FOR, lockCalendars } from './calendar'

export interface Attendee {
  id: string
  userId: string | null
  email: string | null
  name: string | null
}

/** An active placement, with the actor's level in its calendar (0: none). */
interface LoadedPlacement extends PlacementView {
  calendarId: string
  ownerId: string | null
  level: number
}

export type EventRow = typeof events.$inferSelect & {
  /** The home calendar: permissions to write come from it. */
  calendarId: string
  /** The user who owns that calendar; null if a group does. */
  calendarOwner: string | null
  attendees: Attendee[]
  /** Answers of attendees to the event and to single occurrences. */
  answers: StoredAnswer[]
  /** Ids of the users that it is hidden from, sorted. */
  hiddenFrom: string[]
  /** Names of users who attend single occurrences, and of those that it is hidden from, by user id. */
  names: Record<string, string>
  /** The actor's level in the home calendar; undefined when only another placement shows the event. */
  level: Level | undefined
  /** The calendar that shows most of it: its home, if that does. */
  via: string
  /** Other placements that the actor sees. */
  placements: Pick<LoadedPlacement, 'calendarId' | 'detail'>[]
  /** Number of placements in calendars that the actor does not see. */
  hiddenPlacements: number
  /** `title`: only title and time may be shown. */
  shown: 'full' | 'title'
}

/**
 * Loads an event through the placement that shows most of it to the actor, by the rule of {@link detailFor}. An event
 * that the actor only knows as busy is not found.
 */
export async function loadEvent(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'event'>,
): Promise<LoadedTarget<EventRow, 'event'> | undefined> {
  const found = await load(tx, actor, id, verb === 'read')
  return found && !found.row.deletedAt ? found : undefined
}

/**
 * Loads an event in the trash, for users who may write in its calendar, which must not be in the trash itself: `write`
 * is to restore it, `own` to delete it permanently. Restoring locks the calendars that will show it (see
 * `loadTargetCalendar`).
 */
export async function loadTrashedEvent(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'trashed-event'>,
): Promise<LoadedTarget<EventRow, 'event'> | undefined> {
  if (verb === 'write')
    await lockCalendars(tx, sql`select calendar_id from placements where event_id = ${id}`)
  const found = await load(tx, actor, id, false)
  return found?.row.deletedAt ? { ...found, isVisible: found.allows('write') } : undefined
}

async function load(
  tx: Tx,
  actor: Actor,
  id: string,
  readOnly: boolean,
): Promise<LoadedTarget<EventRow, 'event'> | undefined> {
  const userId = principalOf(actor)
  if (!userId) return undefined
  const select = tx
    .select({
      row: events,
      placements: placementsFor(userId),
      attendees: attendeesOf,
      answers: answersOf,
      hiddenFrom: hiddenFromOf,
      names: namesOf,
    })
    .from(events)
    .where(eq(events.id, id))
  const [found] = readOnly ? await select : await afterLock(tx, [id], select)
  const placements = found?.placements.map((placement) => withinLimits(actor, placement)) ?? []
  const home = placements.find((placement) => placement.home)
  if (!found || !home) return undefined

  const { row, attendees, answers, hiddenFrom, names } = found
  const event = { ...row, attendees, hiddenFrom }
  const shownIn = (detail: DetailLevel) =>
    placements.find(
      (placement) => detailFor(event, placement, { userId: userId, level: placement.level }) === detail,
    )
  // The home placement is the first, so it is chosen among those that show the same.
  const full = shownIn('full')
  const best = full ?? shownIn('title')
  const level = levelOf(home.level)
  return {
    row: {
      ...row,
      ...{ attendees, answers, hiddenFrom, names, level },
      calendarId: home.calendarId,
      calendarOwner: home.ownerId,
      via: (best ?? home).calendarId,
      placements: placements
        .filter((placement) => !placement.home && placement.level >= 2)
        .map(({ calendarId, detail }) => ({ calendarId, detail })),
      hiddenPlacements: placements.filter((placement) => !placement.home && placement.level < 2).length,
      shown: full ? 'full' : 'title',
    },
    isVisible: best !== undefined,
    allows: (verb) => {
      if (verb === 'read') return true
      if (verb === 'answer') return full !== undefined && isAttendee(event, userId)
      return hasLevel({ shown: full ? 'full' : 'title', level }, LEVEL_FOR[verb])
    },
  }
}

/**
 * Limits a placement: in a calendar outside the actor's limits it shows the event as little as one in a calendar that
 * the user does not see.
 */
function withinLimits(actor: Actor, placement: LoadedPlacement): LoadedPlacement {
  return includesCalendar(actor, placement.calendarId) ? placement : { ...placement, level: 0 }
}

/** Whether the actor may write an event that they read. */
export function canWrite(event: Pick<EventRow, 'shown' | 'level'>): boolean {
  return hasLevel(event, LEVEL_FOR.write)
}

function hasLevel({ shown, level }: Pick<EventRow, 'shown' | 'level'>, least: Level): boolean {
  return shown === 'full' && level !== undefined && isAtLeast(level, least)
}

/**
 * Whether an editor of an event may also move it out of its calendar: owners of the calendar and the event's creator
 * may.
 */
export function canMove({ level, createdBy }: EventRow, userId: string | null): boolean {
  return level === 'owner' || (level === 'editor' && createdBy !== null && createdBy === userId)
}

/**
 * Runs a query after waiting for concurrent writes of events. Two statements, sent together: a single one that locks
 * and reads would, after a wait, combine the event's new row with its old placements and attendees (PostgreSQL manual,
 * 13.2.1: a waiting statement re-reads only the rows it locks).
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
  return sql<LoadedPlacement[]>`(
    select coalesce(json_agg(json_build_object('calendarId', p.calendar_id, 'ownerId', c.owner_user_id, 'home', p.home,
      'detail', p.detail, 'level', coalesce(l.level, 0),
      'placedBy', p.placed_by, 'placerLevel', case when not p.home then ${placerLevel()} end)
      order by p.home desc, p.calendar_id), '[]')
    from placements p
    join calendars c on c.id = p.calendar_id and c.deleted_at is null
    left join ${levelsOf(userId)} l on l.calendar_id = p.calendar_id
    where p.event_id = ${EVENT_ID} and ${isActive()} and (p.deleted_at is null) = (events.deleted_at is null))`.mapWith(
    parseJson<LoadedPlacement[]>,
  )
}

/** Qualified with its table: drizzle omits it in a select from one table, but subqueries need it. */
const EVENT_ID = sql.raw('events.id')

/** The attendees of the event, or of the series as a whole. */
export const attendeesOf = sql<Attendee[]>`(
  select coalesce(json_agg(json_build_object('id', a.id, 'userId', a.user_id, 'email', a.email,
    'name', coalesce(u.name, a.name)) order by a.id), '[]')
  from attendees a left join users u on u.id = a.user_id
  where a.event_id = ${EVENT_ID})`.mapWith(parseJson<Attendee[]>)

/** Ids of the users that the event is hidden from, sorted. */
export const hiddenFromOf = sql<string[]>`(
  select coalesce(json_agg(h.user_id order by h.user_id), '[]') from hidden_from h
  where h.event_id = ${EVENT_ID})`.mapWith(parseJson<string[]>)

/** The answers to an event and its occurrences, with their ids. */
export const answersOf = sql<StoredAnswer[]>`(
  select coalesce(json_agg(json_build_object('id', a.id, 'userId', a.user_id, 'email', a.email, 'name', a.name,
    'recurrenceId', a.recurrence_id, 'status', a.status, 'partySize', a.party_size, 'comment', a.comment,
    'givenFor', a.given_for, 'source', a.source) order by a.id), '[]')
  from answers a where a.event_id = ${EVENT_ID})`.mapWith(parseJson<StoredAnswer[]>)

const namesOf = sql<Record<string, string>>`(
  select coalesce(json_object_agg(u.id, u.name), '{}') from users u where u.id in (
    select (jsonb_path_query(events.overrides, '$.*.attendees[*].userId ? (@ != null)') #>> '{}')::uuid
    union select h.user_id from hidden_from h where h.event_id = ${EVENT_ID}))`.mapWith(
  parseJson<Record<string, string>>,
)

/** Parses a JSON column. The driver returns text where drizzle maps columns itself. */
function parseJson<T>(value: unknown): T {
  return typeof value === 'string' ? JSON.parse(value) : (value as T)
}
