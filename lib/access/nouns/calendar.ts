import { eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { isAtLeast, type Level, levelOf } from '@/lib/calendar/roles'
import { type Actor, includesCalendar, principalOf } from '../actor'
import { levelsOf } from '../levels'
import type { LoadedTarget, VerbOf } from '../verbs'

export type CalendarRow = typeof calendars.$inferSelect & { level: Level }

/** The lowest level that has each permission for a calendar. */
export const LEVEL_FOR: Record<VerbOf<'calendar'>, Level> = {
  freebusy: 'freebusy',
  read: 'viewer',
  write: 'editor',
  share: 'owner',
  own: 'owner',
}

/** Loads a calendar. `share` is to decide who sees it and at which level, `own` to change or delete it. */
export function loadCalendar(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'calendar'>,
): Promise<LoadedTarget<CalendarRow, 'calendar'> | undefined> {
  return load(tx, actor, id, verb, 'active')
}

/**
 * Loads a calendar that an event from another calendar is added to. Locked, so that of two concurrent commands that add
 * the same UID the second finds the event of the first (lib/commands/checks/duplicate-uids.ts). Grant it before the
 * event: calendars are locked before events.
 */
export async function loadTargetCalendar(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<CalendarRow, 'calendar'> | undefined> {
  // Sent together: the second statement runs once the first has its lock, and reads the state at that time.
  const [, found] = await Promise.all([
    lockCalendars(tx, sql`select ${id}::uuid`),
    load(tx, actor, id, 'write', 'active'),
  ])
  return found
}

/** Locks calendars, in the order of their ids, against events that are added from other calendars. */
export async function lockCalendars(tx: Tx, ids: SQL): Promise<void> {
  await tx.execute(sql`select 1 from calendars where id in (${ids}) order by id for no key update`)
}

/** Loads a calendar in the trash, for its owners: to restore it, or to delete it permanently. */
export async function loadTrashedCalendar(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<CalendarRow, 'calendar'> | undefined> {
  const found = await load(tx, actor, id, 'own', 'trashed')
  return found && { ...found, isVisible: found.allows('own') }
}

async function load(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'calendar'>,
  which: 'active' | 'trashed',
): Promise<LoadedTarget<CalendarRow, 'calendar'> | undefined> {
  const userId = principalOf(actor)
  if (!userId || !includesCalendar(actor, id)) return undefined
  const select = tx
    .select({
      row: calendars,
      level: sql<number>`coalesce((select l.level from ${levelsOf(userId, which)} l where l.calendar_id = calendars.id), 0)`,
    })
    .from(calendars)
    .where(eq(calendars.id, id))
  const [found] = await (isAtLeast(LEVEL_FOR[verb], 'owner') ? lockCalendarAndRead(tx, id, select) : select)
  const level = levelOf(found?.level ?? 0)
  if (!found || !level) return undefined
  return {
    row: { ...found.row, level },
    isVisible: true,
    allows: (verb) => isAtLeast(level, LEVEL_FOR[verb]),
  }
}

/**
 * Locks a calendar, which waits for concurrent changes of it or its shares, and then runs a query. Lock and query are
 * separate statements, for the reason given at `lockEventsAndRead` (event-lock.ts). The owner is locked first, as it is
 * when a group or an account is deleted with all its calendars. Foreign keys may refer to the calendar meanwhile, so
 * commands that write events do not wait.
 */
export async function lockCalendarAndRead<T>(tx: Tx, id: string, select: PromiseLike<T>): Promise<T> {
  const lock = (table: SQL, rowId: SQL) =>
    tx.execute(sql`select 1 from ${table} where id = (${rowId}) for no key update`)
  const ownerOf = (column: SQL) => sql`select ${column} from calendars where id = ${id}`
  const [, , , found] = await Promise.all([
    lock(sql`users`, ownerOf(sql`owner_user_id`)),
    lock(sql`groups`, ownerOf(sql`owner_group_id`)),
    lock(sql`calendars`, sql`${id}::uuid`),
    select,
  ])
  return found
}
