import { randomBytes } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db, type Tx } from '@/db/client'
import { accountLinks, users } from '@/db/schema/users'
import type { UserRow } from '@/lib/access/nouns/user'
import { hashToken } from '@/lib/access/secrets'
import type { Mail } from '@/lib/mail/mails'

/** Lifetime of each kind of link, in minutes. */
const LINK_MINUTES = { 'sign-in': 30, reset: 60, verify: 24 * 60 } as const

const LINK_PATHS = { 'sign-in': '/link', reset: '/reset', verify: '/verify' } as const

export type Purpose = keyof typeof LINK_MINUTES

type Receiver = Pick<UserRow, 'id' | 'locale'>

/** Creates a link that verifies an address, and revokes earlier ones. Returns the mail that contains it. */
export async function createVerificationLink(
  tx: Tx,
  now: Date,
  user: Receiver,
  email: string,
): Promise<Mail> {
  await revokeLinks(tx, user.id, 'verify')
  return createLink(tx, now, user, 'verify', email)
}

/** Checks whether an address belongs to an account. */
export async function isAddressTaken(tx: Tx, email: string): Promise<boolean> {
  return (await tx.select({ id: users.id }).from(users).where(eq(users.email, email))).length > 0
}

/** Revokes a user's links: all, or those of one purpose. */
export async function revokeLinks(tx: Tx, userId: string, purpose?: Purpose): Promise<void> {
  await tx
    .update(accountLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(accountLinks.userId, userId),
        isNull(accountLinks.usedAt),
        purpose && eq(accountLinks.purpose, purpose),
      ),
    )
}

/** Deletes links that expired a week ago. */
export async function purgeLinks(): Promise<void> {
  await db.execute(sql`delete from account_links where expires_at < now() - interval '7 days'`)
}

/** Creates a link. Returns the mail that contains it. */
export async function createLink(
  tx: Tx,
  now: Date,
  { id: userId, locale }: Receiver,
  purpose: Purpose,
  email: string,
  to?: string,
): Promise<Mail> {
  const token = randomBytes(24).toString('base64url')
  const minutes = LINK_MINUTES[purpose]
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  await tx
    .insert(accountLinks)
    .values({ id: uuidv7(), userId, purpose, email, tokenHash: hashToken(token), createdAt: now, expiresAt })
  const path = `${LINK_PATHS[purpose]}/${token}${to ? `?to=${encodeURIComponent(to)}` : ''}`
  return { to: email, userId, locale, template: purpose, data: { path, minutes } }
}
