import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { atLeast, type Level, levelOf } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import type { Found, Verb } from '../found'
import { levelsOf } from '../levels'

export type CalendarRow = typeof calendars.$inferSelect & { level: Level }

/** What a level of a calendar allows. */
export const LEVEL_FOR: Record<Verb, Level> = {
  freebusy: 'freebusy',
  read: 'viewer',
  respond: 'viewer',
  write: 'editor',
  share: 'owner',
  own: 'owner',
}

export async function loadCalendar(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<Found<CalendarRow> | undefined> {
  if (actor.kind !== 'user') return undefined
  const [found] = await tx
    .select({
      row: calendars,
      level: sql<number>`coalesce((select l.level from ${levelsOf(actor.id)} l where l.calendar_id = calendars.id), 0)`,
    })
    .from(calendars)
    .where(eq(calendars.id, id))
  const level = levelOf(found?.level ?? 0)
  if (!found || !level) return undefined
  return {
    row: { ...found.row, level },
    seen: !found.row.deletedAt,
    allows: (verb) => atLeast(level, LEVEL_FOR[verb]),
  }
}
