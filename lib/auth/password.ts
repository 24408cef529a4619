import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { users } from '@/db/schema/users'
import { type Limit, limitsOfClient, recordAttempt, undoAttempts } from '@/lib/access/attempts'
import { type Device, isKnown } from '@/lib/access/devices'
import { verifyPassword } from '@/lib/access/passwords'
import { fieldError } from '@/lib/errors'
import type { Client } from '@/lib/server/address.mjs'

/**
 * Returns the user with this e-mail and password, and the stored hash of the password.
 * @throws AppError INVALID at the password if they do not match, at the address if the account is suspended; TOO_MANY
 * after too many attempts
 */
export async function checkPassword(
  { email, password }: { email: string; password: string },
  from: { client: Client; device: Device },
): Promise<{ userId: string; passwordHash: string }> {
  const [user] = await db.select().from(users).where(eq(users.email, email))
  const limits = limitsFor(email, from, user?.id)
  await recordAttempt(limits)
  const isCorrect = await verifyPassword(password, user?.passwordHash ?? null)
  if (!isCorrect || !user?.passwordHash || user.deletedAt) throw fieldError('password', 'wrong_password')
  await undoAttempts(limits)
  // Only a client that knows the password learns of the suspension.
  if (user.suspendedAt) throw fieldError('email', 'suspended')
  return { userId: user.id, passwordHash: user.passwordHash }
}

/**
 * Returns the limits of an attempt. A browser that has signed in to this account before has a limit of its own. All
 * others are limited per client and account, per client, and per account: the last is wide, so that an attacker who
 * tries an account from elsewhere does not keep its owner out for long. A client that shares its address is not limited
 * by address and account, which would let it lock out another behind the same proxy.
 */
function limitsFor(
  email: string,
  { client, device }: { client: Client; device: Device },
  userId: string | undefined,
): Limit[] {
  if (userId && isKnown(device, userId)) return [{ by: `device:${device.id}:${email}`, max: 20, minutes: 15 }]
  return [
    ...limitsOfClient(`password:${email}`, client, { max: 10, minutes: 15 }, { shared: false }),
    ...limitsOfClient('passwords-from', client, { max: 100, minutes: 15 }),
    { by: `passwords-to:${email}`, max: 100, minutes: 60 },
  ]
}
