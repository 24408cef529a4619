import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { isAtLeast, type Level, levelOf } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import { levelsOf } from '../levels'
import type { LoadedTarget, VerbOf } from '../verbs'

export type BindingRow = typeof bindings.$inferSelect & {
  userId: string
  kind: (typeof connections.$inferSelect)['kind']
  /** Whether its user may write in its calendar. */
  canWrite: boolean
  /** The calendar's level for its user; undefined if the user has lost access to it. */
  level: Level | undefined
}

/** Loads a binding of the actor's own connections. `own` is to change it, and locks it. */
export async function loadBinding(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'binding'>,
): Promise<LoadedTarget<BindingRow, 'binding'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx
    .select({
      row: bindings,
      userId: connections.userId,
      kind: connections.kind,
      level: sql<number>`coalesce((select l.level from ${levelsOf(actor.id)} l where l.calendar_id = ${bindings.calendarId}), 0)`,
    })
    .from(bindings)
    .innerJoin(connections, eq(connections.id, bindings.connectionId))
    .where(eq(bindings.id, id))
  const [found] = await (verb === 'read' ? select : select.for('update', { of: bindings }))
  if (!found) return undefined
  const { row, userId, kind } = found
  const level = levelOf(found.level)
  const canWrite = level !== undefined && isAtLeast(level, 'editor')
  return {
    row: { ...row, userId, kind, level, canWrite },
    isVisible: userId === actor.id,
    allows: () => true,
  }
}
