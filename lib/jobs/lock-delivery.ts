import { and, eq, sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { NotSent } from '@/lib/mail/send'

/**
 * Locks a queued delivery for a time. Returns undefined if it was sent already.
 * @throws NotSent while another process has the lock
 */
export async function lockDelivery(
  id: string,
  lockMs: number,
): Promise<typeof deliveries.$inferSelect | undefined> {
  const [locked] = await db
    .update(deliveries)
    .set({ takenUntil: sql`now() + ${lockMs} * interval '1 millisecond'` })
    .where(
      and(
        eq(deliveries.id, id),
        eq(deliveries.outcome, 'queued'),
        sql`coalesce(${deliveries.takenUntil} < now(), true)`,
      ),
    )
    .returning()
  if (locked) return locked
  const [current] = await db
    .select({ outcome: deliveries.outcome })
    .from(deliveries)
    .where(eq(deliveries.id, id))
  if (current?.outcome === 'queued') throw new NotSent('is being sent', false)
}
