import { desc, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { pushSubscriptions } from '@/db/schema/push'
import { sessions } from '@/db/schema/users'
import type { PushDevice } from '@/lib/schemas/push'
import { deviceOf } from './device'

/** Returns the devices of a user that receive push messages, the one of the current session first. */
export async function listPushDevices(db: Db, userId: string, currentSession: string): Promise<PushDevice[]> {
  const rows = await db
    .select({ device: pushSubscriptions, userAgent: sessions.userAgent })
    .from(pushSubscriptions)
    .innerJoin(sessions, eq(sessions.id, pushSubscriptions.sessionId))
    .where(sql`${pushSubscriptions.userId} = ${userId} and ${sessions.expires} > now()`)
    .orderBy(desc(sql`${sessions.id} = ${currentSession}`), desc(pushSubscriptions.createdAt))
  return rows.map(({ device: { id, sessionId, lastSuccessAt }, userAgent }) => ({
    ...{ id, ...deviceOf(userAgent), isCurrent: sessionId === currentSession },
    lastSuccessAt: lastSuccessAt?.getTime() ?? null,
  }))
}
