import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { sessions } from '@/db/schema/users'
import type { Actor } from '../actor'
import type { LoadedTarget } from '../verbs'

/** Loads a session of the actor by the id that lists show, which is not its token. */
export async function loadSession(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<{ id: string; userId: string; createdAt: Date }, 'session'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const [row] = await tx
    .select({ id: sessions.id, userId: sessions.userId, createdAt: sessions.createdAt })
    .from(sessions)
    .where(eq(sessions.id, id))
  return row && { row, isVisible: row.userId === actor.id, allows: () => true }
}
