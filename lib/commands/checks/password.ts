import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { users } from '@/db/schema/users'
import type { Actor } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { verifyPassword } from '@/lib/access/passwords'
import { type AppError, fieldError } from '@/lib/errors'

/** Time after sign-in within which an account without a password needs no further confirmation of identity. */
const RECENT_SIGN_IN_MS = 10 * 60_000

/**
 * Verifies the current password that a signed-in user typed. This takes a tenth of a second, so commands call it in
 * `prepare` and compare the result with the row that they lock later: the password may change in between.
 * @returns the stored hash that the password matches; null for an account without a password
 * @throws `wrong` if it does not match
 */
export async function verifyCurrentPassword(
  actor: Actor,
  typed: string,
  wrong: AppError,
): Promise<string | null> {
  // The grants of the command refuse other actors.
  if (actor.kind !== 'user') return null
  const [user] = await db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, actor.id))
  if (!user?.hash) return null
  if (!typed || !(await verifyPassword(typed, user.hash))) throw wrong
  return user.hash
}

/**
 * Requires the current password, or for an account without a password a recent sign-in.
 * @param verifiedHash the stored hash that the typed password matches, from {@link verifyCurrentPassword}
 */
export function requireIdentity(
  { self, session }: { self: Grant<'own', 'self'>; session: Grant<'own', 'session'> },
  verifiedHash: string | null,
  now: Date,
): void {
  const { passwordHash } = self.row
  if (!passwordHash) {
    if (now.getTime() - session.row.createdAt.getTime() > RECENT_SIGN_IN_MS) {
      throw fieldError('current', 'sign_in_again')
    }
  } else if (passwordHash !== verifiedHash) throw wrongCurrentPassword()
}

/** Returns the error for a wrong current password. */
export function wrongCurrentPassword(): AppError {
  return fieldError('current', 'wrong_current_password')
}
