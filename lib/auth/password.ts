import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { users } from '@/db/schema/users'
import { attempt, forgive, type Limit, network } from '@/lib/access/attempts'
import { type Device, isKnown } from '@/lib/access/devices'
import { verifyPassword } from '@/lib/access/secrets'
import { fieldError } from '@/lib/errors'

/**
 * Whose e-mail and password these are, and the stored password that was `shown` to be known.
 * @throws AppError INVALID at the password when they are nobody's, at the address when its owner is suspended;
 *   TOO_MANY when too many were tried
 */
export async function checkPassword(
  { email, password }: { email: string; password: string },
  from: { address: string; device: Device },
): Promise<{ userId: string; shown: string }> {
  const [user] = await db.select().from(users).where(eq(users.email, email))
  const limits = limitsFor(email, from, user?.id)
  await attempt(limits)
  const right = await verifyPassword(password, user?.passwordHash ?? null)
  if (!right || !user?.passwordHash || user.deletedAt) throw fieldError('password', 'wrong_password')
  await forgive(limits)
  // Only who knows the password is told.
  if (user.suspendedAt) throw fieldError('email', 'suspended')
  return { userId: user.id, shown: user.passwordHash }
}

/**
 * A browser that has signed in to this account before has a count of its own. All others share three: what one address
 * tries at one account, what it tries at all, and, slow and wide, what everybody tries at one account. So nobody is
 * locked out for good, and whoever tries an account from elsewhere does not keep its owner out.
 */
function limitsFor(
  email: string,
  { address, device }: { address: string; device: Device },
  userId: string | undefined,
): Limit[] {
  if (userId && isKnown(device, userId))
    return [{ by: `device:${device.id}:${email}`, most: 20, minutes: 15 }]
  const from = network(address)
  return [
    { by: `password:${email}:${from}`, most: 10, minutes: 15 },
    { by: `passwords-from:${from}`, most: 100, minutes: 15 },
    { by: `passwords-to:${email}`, most: 100, minutes: 60 },
  ]
}
