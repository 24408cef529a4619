import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { users } from '@/db/schema/users'
import { recordAttempt } from '@/lib/access/attempts'
import type { UserRow } from '@/lib/access/nouns/user'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'

type Account = Pick<UserRow, 'id' | 'email' | 'emailVerified' | 'locale'>

/**
 * Queues a mail that informs a user about a changed sign-in method, in case another person changed it. Returns no job
 * if mail is disabled.
 */
export async function queueSignInMethodMail(
  tx: Tx,
  { id: userId, email: to, locale }: Account,
  template: 'password-changed' | 'google-connected' | 'google-disconnected',
): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const path = template === 'password-changed' ? '/reset' : '/settings/security'
  return [await queueMail(tx, { to, userId, locale, template, data: { path } })]
}

/** Queues a mail that informs the old address of the new one (`email`), if the old address was verified. */
export async function queueAddressReplacedMail(
  tx: Tx,
  { id: userId, email: to, emailVerified, locale }: Account,
  email: string,
): Promise<Job[]> {
  if (!isMailEnabled() || !emailVerified || email === to) return []
  return [await queueMail(tx, { to, userId, locale, template: 'email-changed', data: { email } })]
}

/** Queues a mail, at most once a day, to the owner of an address that another person tried to use. */
export async function queueAddressTriedMail(tx: Tx, email: string): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const [owner] = await tx.select().from(users).where(eq(users.email, email))
  if (!owner || owner.deletedAt || owner.suspendedAt) return []
  try {
    await recordAttempt([{ by: `address-tried:${email}`, max: 1, minutes: 24 * 60 }], tx)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
  const { id: userId, locale } = owner
  return [
    await queueMail(tx, {
      to: email,
      userId,
      locale,
      template: 'address-tried',
      data: { path: '/sign-in', email },
    }),
  ]
}
