import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { users } from '@/db/schema/users'
import { attempt } from '@/lib/access/attempts'
import type { UserRow } from '@/lib/access/nouns/user'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'

type Account = Pick<UserRow, 'id' | 'email' | 'emailVerified' | 'locale'>

/**
 * Tells somebody by mail that a way into their account has changed. Was it not they, it is the first they hear of it.
 * Answers the jobs that send it, none where no mail is sent.
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

/** Tells the old address that another has taken its place; one that was never shown to be theirs is told nothing. */
export async function queueAddressReplacedMail(
  tx: Tx,
  { id: userId, email: to, emailVerified, locale }: Account,
  email: string,
): Promise<Job[]> {
  if (!isMailEnabled() || !emailVerified || email === to) return []
  return [await queueMail(tx, { to, userId, locale, template: 'email-changed', data: { email } })]
}

/** Tells the owner of an address, at most once a day, that somebody tried to use it for an account of theirs. */
export async function queueAddressTriedMail(tx: Tx, email: string): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const [owner] = await tx.select().from(users).where(eq(users.email, email))
  if (!owner || owner.deletedAt || owner.suspendedAt) return []
  try {
    await attempt([{ by: `address-tried:${email}`, most: 1, minutes: 24 * 60 }], tx)
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
