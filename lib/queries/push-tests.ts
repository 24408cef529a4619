import { and, eq, gt, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import type { PushTest } from '@/lib/schemas/push'

/** Returns the results of the user's latest tests of devices, also of devices that exist no more. */
export async function pushTests(db: Db, userId: string): Promise<PushTest[]> {
  const rows = await db
    .select({ id: deliveries.id, outcome: deliveries.outcome, error: deliveries.error })
    .from(deliveries)
    .where(
      and(
        ...[eq(deliveries.userId, userId), eq(deliveries.channel, 'push'), eq(deliveries.template, 'test')],
        gt(deliveries.createdAt, sql`now() - interval '1 hour'`),
      ),
    )
  return rows.map(({ id, outcome, error }) => ({ id, result: resultOf(outcome, error) }))
}

/** Reads the error that lib/jobs/pushes has recorded: the status of the push service, if it answered. */
function resultOf(outcome: string, error: string | null): PushTest['result'] {
  if (outcome === 'sent') return 'sent'
  if (outcome === 'queued') return error ? 'retrying' : 'queued'
  if (/^(?:404|410|the (?:keys|device))/.test(error ?? '')) return 'gone'
  return /^4(?!29)/.test(error ?? '') ? 'refused' : 'unreachable'
}
