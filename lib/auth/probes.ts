import { type Limit, limitsOfClient, recordAttempt, undoAttempts } from '@/lib/access/attempts'
import { AppError, type FieldErrors } from '@/lib/errors'
import type { Client } from '@/lib/server/address.mjs'

/** Number of times per hour that a client may learn that an address has an account. */
const MAX_TAKEN = 10

/**
 * Runs a request that answers `taken` if an address has an account (sign-up, a change of address). Beyond a number of
 * such answers per client, every request is refused, so that clients cannot look up accounts. Other answers do not
 * count.
 *
 * An IP address that many clients may share is limited to ten times as many. Unlike a limit on sign-in, this does not
 * lock out users who have an account.
 * @throws AppError TOO_MANY
 */
export async function limitingProbes<T>(client: Client, work: () => Promise<T>): Promise<T> {
  const limits = limitsOfClient('taken', client, { max: MAX_TAKEN, minutes: 60 }).map(
    (limit): Limit => ({ ...limit, over: 'refuse' }),
  )
  await recordAttempt(limits)
  try {
    const answer = await work()
    if (!isTaken((answer as { error?: { fields?: FieldErrors } } | undefined)?.error?.fields))
      await undoAttempts(limits)
    return answer
  } catch (error) {
    if (!isTakenError(error)) await undoAttempts(limits)
    throw error
  }
}

/** Checks whether an error reveals that an address has an account. */
export function isTakenError(error: unknown): boolean {
  return error instanceof AppError && isTaken(error.detail.fields)
}

function isTaken(fields: FieldErrors | undefined): boolean {
  return fields?.email?.code === 'taken'
}
