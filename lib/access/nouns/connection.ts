import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { connections } from '@/db/schema/connections'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'

export type ConnectionRow = typeof connections.$inferSelect

/** Loads a connection of the actor, which no other user sees. `own` is to change it, and locks it. */
export async function loadConnection(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'connection'>,
): Promise<LoadedTarget<ConnectionRow, 'connection'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx.select().from(connections).where(eq(connections.id, id))
  const [row] = await (verb === 'read' ? select : select.for('no key update'))
  return row && { row, isVisible: row.userId === actor.id, allows: () => true }
}
