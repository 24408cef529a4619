import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { enqueue } from '@/lib/commands/pipeline/record'
import { logProblem } from '@/lib/log'
import { NotSent } from '@/lib/mail/send'
import { deliverMail } from './deliver-mail'

const FIRST_RETRY_MS = 10_000
const MAX_RETRY_MS = 30 * 60_000

/**
 * Sends a queued mail and, if the mail server is down or busy, schedules the next attempt. The delays of
 * graphile-worker would grow to six hours, and end after four days.
 */
export async function deliverMailOrRetry(id: string, signal?: AbortSignal): Promise<void> {
  try {
    await deliverMail(id, signal)
  } catch (error) {
    // An aborted job has failed already, so graphile-worker runs it again.
    if (!(error instanceof NotSent) || signal?.aborted) throw error
    logProblem('mail is sent later', error, error.message)
    await scheduleRetry(id)
  }
}

async function scheduleRetry(id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .select({ attempts: deliveries.attempts })
      .from(deliveries)
      .where(eq(deliveries.id, id))
    const delay = Math.min(FIRST_RETRY_MS * 2 ** (row?.attempts ?? 0), MAX_RETRY_MS)
    // The key replaces another retry of this mail.
    const job = { name: 'mail', payload: { delivery: id }, key: `mail:${id}` } as const
    await enqueue(tx, [{ ...job, runAt: new Date(Date.now() + delay) }])
  })
}
