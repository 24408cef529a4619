import { type Limit, limitsOfClient, recordAttempt, undoAttempts } from '@/lib/access/attempts'
import { AppError, type FieldErrors } from '@/lib/errors'
import type { Client } from '@/lib/server/address.mjs'

/** Number of times per hour that a client may learn that an address has an account. */
const MAX_TAKEN_ANSWERS = 10

/**
 * Runs a request that answers `taken` if an address has an account (sign-up, a change of address). After
 * {@link MAX_TAKEN_ANSWERS} such answers, refuses further requests of the client, so that it cannot look up accounts.
 *
 * The limit of an IP address that clients may share is ten times as high. Refusing them locks out no user, because
 * signing in is not limited by it.
 * @throws AppError TOO_MANY
 */
export async function limitAccountProbes<T>(client: Client, work: () => Promise<T>): Promise<T> {
  const limits = limitsOfClient('taken', client, { max: MAX_TAKEN_ANSWERS, minutes: 60 }).map(
    (limit): Limit => ({ ...limit, over: 'refuse' }),
  )
  await recordAttempt(limits)
  try {
    const result = await work()
    if (!isTaken((result as { error?: { fields?: FieldErrors } } | undefined)?.error?.fields))
      await undoAttempts(limits)
    return result
  } catch (error) {
    if (!isTakenError(error)) await undoAttempts(limits)
    throw error
  }
}

/** Returns whether an error reveals that an address has an account. */
export function isTakenError(error: unknown): boolean {
  return error instanceof AppError && isTaken(error.detail.fields)
}

function isTaken(fields: FieldErrors | undefined): boolean {
  return fields?.email?.code === 'taken'
}
