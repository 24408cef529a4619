import { eq, sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { bindings, connections } from '@/db/schema/connections'
import { users } from '@/db/schema/users'
import { levelsOf } from '@/lib/access/levels'
import { isAtLeast, levelOf } from '@/lib/calendar/roles'

/** A binding, as far as its runs depend on it. */
export interface BindingToRun {
  binding: typeof bindings.$inferSelect
  connection: typeof connections.$inferSelect
  /** Whether its calendar is in the trash. */
  isTrashed: boolean
  /** The present time of the database, by which all times of bindings are set. */
  now: Date
  /** Whether its user may change events of the calendar. */
  canWrite: boolean
}

/** Reads a binding with the present permissions of its user. */
export async function loadBindingToRun(id: string): Promise<BindingToRun | undefined> {
  const level = sql<number>`coalesce((
    select l.level from ${levelsOf(sql`${connections.userId}`)} l where l.calendar_id = ${bindings.calendarId}), 0)`
  const [found] = await db
    .select({
      binding: bindings,
      connection: connections,
      level,
      now: sql<Date>`now()`.mapWith(bindings.createdAt),
      isTrashed: sql<boolean>`${calendars.deletedAt} is not null`,
      isSuspended: sql<boolean>`${users.suspendedAt} is not null or ${users.deletedAt} is not null`,
    })
    .from(bindings)
    .innerJoin(connections, eq(connections.id, bindings.connectionId))
    .innerJoin(calendars, eq(calendars.id, bindings.calendarId))
    .innerJoin(users, eq(users.id, connections.userId))
    .where(eq(bindings.id, id))
  if (!found) return undefined
  const { level: number, isSuspended, ...rest } = found
  const actual = levelOf(number)
  return { ...rest, canWrite: !isSuspended && actual !== undefined && isAtLeast(actual, 'editor') }
}
