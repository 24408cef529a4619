import { and, eq, ne, sql } from 'drizzle-orm'
import { type Db, db } from '@/db/client'
import { sessions } from '@/db/schema/users'
import { hashToken } from './secrets'
import { MAX_DAYS } from './sessions'

/** Ends the session of a cookie's value. @returns the id of its user; null if there is none */
export async function endSession(token: string): Promise<string | null> {
  const [ended] = await db
    .delete(sessions)
    .where(eq(sessions.sessionToken, hashToken(token)))
    .returning({ userId: sessions.userId })
  return ended?.userId ?? null
}

/** Ends sessions of a user: one, all, or all except one. @returns their number */
export async function endSessions(
  tx: Db,
  userId: string,
  which: { only: string } | { except: string } | 'all' = 'all',
): Promise<number> {
  const condition =
    which === 'all'
      ? undefined
      : 'only' in which
        ? eq(sessions.id, which.only)
        : ne(sessions.id, which.except)
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), condition))
    .returning({ id: sessions.id })
  return ended.length
}

/** Deletes expired sessions. */
export async function purgeSessions(): Promise<void> {
  await db.execute(sql`
    delete from sessions where expires < now() or created_at < now() - ${MAX_DAYS} * interval '1 day'`)
}
