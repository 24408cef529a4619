import { inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'

/**
 * Locks events, which waits for concurrent writes of them, and then runs a query. These are two statements, sent
 * together: a single one that locks and reads would, after a wait, combine the event's new row with its old placements
 * and attendees (PostgreSQL manual, 13.2.1: a waiting statement re-reads only the rows it locks).
 */
export async function lockEventsAndRead<T>(tx: Tx, ids: string[], select: PromiseLike<T>): Promise<T> {
  const lock = tx
    .select({ id: events.id })
    .from(events)
    .where(inArray(events.id, ids))
    .orderBy(events.id)
    .for('update')
  const [, found] = await Promise.all([lock, select])
  return found
}
