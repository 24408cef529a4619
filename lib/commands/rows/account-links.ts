import { randomBytes } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db, type Tx } from '@/db/client'
import { accountLinks, users } from '@/db/schema/users'
import type { Grant } from '@/lib/access/grant'
import type { AccountLinkRow } from '@/lib/access/nouns/account-link'
import type { UserRow } from '@/lib/access/nouns/user'
import { hashToken } from '@/lib/access/secrets'
import { AppError } from '@/lib/errors'
import type { Mail } from '@/lib/mail/mails'

/** Lifetime of each kind of link, in minutes. */
const LINK_MINUTES = { 'sign-in': 30, reset: 60, verify: 24 * 60 } as const

const LINK_PATHS = { 'sign-in': '/link', reset: '/reset', verify: '/verify' } as const

export type Purpose = keyof typeof LINK_MINUTES

type Recipient = Pick<UserRow, 'id' | 'locale'>

/** Creates a link that verifies an address, and revokes earlier ones. Returns the mail that contains it. */
export async function createVerificationLink(
  tx: Tx,
  now: Date,
  user: Recipient,
  email: string,
): Promise<Mail> {
  await revokeLinks(tx, user.id, 'verify')
  return createLink(tx, now, user, 'verify', email)
}

/** Creates a link. Returns the mail that contains it. */
export async function createLink(
  tx: Tx,
  now: Date,
  { id: userId, locale }: Recipient,
  purpose: Purpose,
  email: string,
  returnTo?: string,
): Promise<Mail> {
  const token = randomBytes(24).toString('base64url')
  const minutes = LINK_MINUTES[purpose]
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  await tx
    .insert(accountLinks)
    .values({ id: uuidv7(), userId, purpose, email, tokenHash: hashToken(token), createdAt: now, expiresAt })
  const path = `${LINK_PATHS[purpose]}/${token}${returnTo ? `?to=${encodeURIComponent(returnTo)}` : ''}`
  return { to: email, userId, locale, template: purpose, data: { path, minutes } }
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

/** Returns the new address that waits for verification; null if there is none. */
export async function pendingAddress(tx: Tx, { id, email }: UserRow): Promise<string | null> {
  const [row] = await tx
    .select({ email: accountLinks.email })
    .from(accountLinks)
    .where(
      and(
        eq(accountLinks.userId, id),
        eq(accountLinks.purpose, 'verify'),
        isNull(accountLinks.usedAt),
        sql`${accountLinks.expiresAt} > now() and ${accountLinks.email} <> ${email}`,
      ),
    )
  return row?.email ?? null
}

/** Checks whether an unused link with this token exists. */
export async function isUnusedLink(token: string): Promise<boolean> {
  const isUnused = and(eq(accountLinks.tokenHash, hashToken(token)), isNull(accountLinks.usedAt))
  return (await db.select({ id: accountLinks.id }).from(accountLinks).where(isUnused)).length > 0
}

/**
 * Marks a link as used.
 * @throws AppError GONE if it was used or has expired, or if its address no longer belongs to the account
 */
export async function redeemLink(
  tx: Tx,
  { row }: Grant<'redeem', 'account-link'>,
  purpose: Purpose,
): Promise<AccountLinkRow> {
  if (row.purpose !== purpose) throw new AppError('NOT_FOUND')
  const isOldAddress = purpose !== 'verify' && row.email !== row.user.email
  if (row.state !== 'open' || isOldAddress) throw new AppError('GONE')
  await tx.update(accountLinks).set({ usedAt: sql`now()` }).where(eq(accountLinks.id, row.id))
  return row
}

/** Deletes links that expired a week ago. */
export async function purgeLinks(): Promise<void> {
  await db.execute(sql`delete from account_links where expires_at < now() - interval '7 days'`)
}
