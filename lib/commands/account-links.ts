import { and, eq, isNull, sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import { accountLinks, users } from '@/db/schema/users'
import type { Grant } from '@/lib/access/grant'
import type { AccountLinkRow } from '@/lib/access/nouns/account-link'
import type { UserRow } from '@/lib/access/nouns/user'
import { hashPassword, hashToken } from '@/lib/access/secrets'
import { endSessions } from '@/lib/access/sessions'
import { secureClaimedAccount, userChanged } from '@/lib/commands/effects/claim-account'
import { removeOrphanedPlacements } from '@/lib/commands/effects/orphaned-placements'
import {
  queueAddressReplacedMail,
  queueAddressTriedMail,
  queueSignInMethodMail,
} from '@/lib/commands/effects/security-mails'
import { command, violatedConstraint } from '@/lib/commands/pipeline/execute'
import {
  createLink,
  createVerificationLink,
  isAddressTaken,
  type Purpose,
  revokeLinks,
} from '@/lib/commands/rows/account-links'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import * as schemas from '@/lib/schemas/account-links'

/**
 * Mails a link that signs in or resets the password. Runs as a job, so the response does not reveal whether the
 * address has an account.
 */
export const sendLink = command({
  name: 'sendLink',
  input: schemas.sendLink,
  on: ({ email }) => ({ account: ['send-link', 'account', email] }),
  async run({ tx, grants, now }, { purpose, to }) {
    const user = grants.account.row
    if (user.suspendedAt) return { result: {}, changes: [] }
    const mail = await createLink(tx, now, user, purpose, user.email, to)
    return { result: {}, changes: [], jobs: [await queueMail(tx, mail)] }
  },
})

/** Mails the owner of an address that a sign-up with it was attempted. Runs as a job only. */
export const notifyAddressTried = command({
  name: 'notifyAddressTried',
  input: schemas.notifyAddressTried,
  on: ({ email }) => ({ account: ['send-link', 'account', email] }),
  async run({ tx, grants }) {
    return { result: {}, changes: [], jobs: await queueAddressTriedMail(tx, grants.account.row.email) }
  },
})

/** Mails the verification link again: to the pending new address, if there is one, else to the current address. */
export const sendVerification = command({
  name: 'sendVerification',
  input: schemas.nothing,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants, now }) {
    const user = grants.self.row
    const pending = await pendingAddress(tx, user)
    if (!isMailEnabled() || (!pending && user.emailVerified)) return { result: {}, changes: [] }
    const mail = await createVerificationLink(tx, now, user, pending ?? user.email)
    // Sends nothing to an address that belongs to another account, as before (see changeEmail).
    const lost = pending && (await isAddressTaken(tx, pending))
    return { result: {}, changes: [], jobs: lost ? [] : [await queueMail(tx, mail)] }
  },
})

/** Redeems a sign-in link. Returns the id of the user to start a session for. */
export const signInByLink = command({
  name: 'signInByLink',
  input: schemas.link,
  on: ({ token }) => ({ link: ['redeem', 'account-link', token] }),
  async run({ tx, grants, now }) {
    const { user } = await spend(tx, grants.link, 'sign-in')
    const { changes, jobs } = await secureClaimedAccount(tx, user, now)
    return { result: { userId: user.id }, changes, jobs }
  },
})

/**
 * Sets a new password by a reset link and ends all sessions and links. Returns the id of the user to start a session
 * for.
 */
export const resetByLink = command({
  name: 'resetByLink',
  input: schemas.resetByLink,
  on: ({ token }) => ({ link: ['redeem', 'account-link', token] }),
  // Unknown tokens are rejected without hashing a password, which is slow.
  prepare: async ({ input: { token, password } }) => ((await isLink(token)) ? hashPassword(password) : null),
  async run({ tx, grants, now, prepared: passwordHash }) {
    const { user } = await spend(tx, grants.link, 'reset')
    if (!passwordHash) throw new AppError('GONE')
    const { changes, jobs } = await secureClaimedAccount(tx, user, now)
    const notices = await queueSignInMethodMail(tx, user, 'password-changed')
    await revokeLinks(tx, user.id)
    await endSessions(tx, user.id)
    await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id))
    return {
      result: { userId: user.id },
      changes: changes.length ? changes : [userChanged(user.id)],
      jobs: [
        ...(jobs.length ? jobs : [{ name: 'cut-off' as const, payload: { user: user.id } }]),
        ...notices,
      ],
    }
  },
})

/** Verifies an e-mail address by the link sent to it. A pending new address replaces the old one. */
export const verifyAddress = command({
  name: 'verifyAddress',
  input: schemas.link,
  on: ({ token }) => ({ link: ['redeem', 'account-link', token] }),
  async run({ tx, grants, now }) {
    const { user, email } = await spend(tx, grants.link, 'verify')
    try {
      await tx.update(users).set({ email, emailVerified: now }).where(eq(users.id, user.id))
    } catch (error) {
      // Another account has verified this address in the meantime.
      if (violatedConstraint(error) === 'users_email') throw new AppError('CONFLICT')
      throw error
    }
    const before = { email: user.email, emailVerified: user.emailVerified }
    const change = { ...userChanged(user.id), before, after: { email, emailVerified: now } }
    if (email === user.email) return { result: { email }, changes: [change] }
    // Shares with the old address no longer apply to this account.
    return {
      result: { email },
      changes: [change, ...(await removeOrphanedPlacements(tx, [user.id]))],
      jobs: [
        { name: 'cut-off', payload: { user: user.id } },
        ...(await queueAddressReplacedMail(tx, user, email)),
      ],
    }
  },
})

/** Returns the new address that waits for verification; null if there is none. */
async function pendingAddress(tx: Tx, { id, email }: UserRow): Promise<string | null> {
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
async function isLink(token: string): Promise<boolean> {
  const open = and(eq(accountLinks.tokenHash, hashToken(token)), isNull(accountLinks.usedAt))
  return (await db.select({ id: accountLinks.id }).from(accountLinks).where(open)).length > 0
}

/** @throws AppError GONE when it was used before, is over, or was sent to an address that is no longer the account's */
async function spend(
  tx: Tx,
  { row }: Grant<'redeem', 'account-link'>,
  purpose: Purpose,
): Promise<AccountLinkRow> {
  if (row.purpose !== purpose) throw new AppError('NOT_FOUND')
  const moved = purpose !== 'verify' && row.email !== row.user.email
  if (row.state !== 'open' || moved) throw new AppError('GONE')
  await tx.update(accountLinks).set({ usedAt: sql`now()` }).where(eq(accountLinks.id, row.id))
  return row
}
