import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { users } from '@/db/schema/users'
import type { Actor } from '@/lib/access/actor'
import { verifyPassword } from '@/lib/access/secrets'
import { type AppError, fieldError } from '@/lib/errors'

/**
 * Checks the password that a signed-in user typed again. It takes a tenth of a second, so commands do it while they
 * prepare, and compare the answer with the row that they lock: the password may change in between.
 * @returns the stored hash that the password belongs to; null for an account without a password
 * @throws `wrong` for another password
 */
export async function verifyCurrentPassword(
  actor: Actor,
  typed: string,
  wrong: AppError,
): Promise<string | null> {
  // Others are refused by the grants of the command.
  if (actor.kind !== 'user') return null
  const [user] = await db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, actor.id))
  if (!user?.hash) return null
  if (!typed || !(await verifyPassword(typed, user.hash))) throw wrong
  return user.hash
}

/** The refusal of a form that asks for the current password. */
export function wrongCurrentPassword(): AppError {
  return fieldError('current', 'wrong_current_password')
}
