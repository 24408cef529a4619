import { eq } from 'drizzle-orm'
import { violatedConstraint } from '@/db/errors'
import { users } from '@/db/schema/users'
import { endSessions } from '@/lib/access/end-sessions'
import { hashPassword } from '@/lib/access/passwords'
import { secureClaimedAccount, userChanged } from '@/lib/commands/effects/claim-account'
import { removeOrphanedPlacements } from '@/lib/commands/effects/orphaned-placements'
import {
  queueAddressReplacedMail,
  queueAddressTriedMail,
  queueSignInMethodMail,
} from '@/lib/commands/effects/security-mails'
import { command } from '@/lib/commands/pipeline/execute'
import {
  createLink,
  createVerificationLink,
  isAddressTaken,
  isUnusedLink,
  pendingAddress,
  redeemLink,
  revokeLinks,
} from '@/lib/commands/rows/account-links'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import * as schemas from '@/lib/schemas/account-links'
import { emptyOutput } from '@/lib/schemas/outputs'

/**
 * Mails a link that signs in or resets the password. Runs as a job, so the response does not reveal whether the
 * address has an account.
 */
export const sendLink = command({
  name: 'sendLink',
  input: schemas.sendLink,
  output: emptyOutput,
  on: ({ email }) => ({ account: ['send-link', 'account', email] }),
  async run({ tx, grants, now }, { purpose, returnTo }) {
    const user = grants.account.row
    if (user.suspendedAt) return { result: {}, changes: [] }
    const mail = await createLink(tx, now, user, purpose, user.email, returnTo)
    return { result: {}, changes: [], jobs: [await queueMail(tx, mail)] }
  },
})

/** Informs a user by mail that someone tried to sign up with their address. Runs as a job only. */
export const notifyAddressTried = command({
  name: 'notifyAddressTried',
  input: schemas.notifyAddressTried,
  output: emptyOutput,
  on: ({ email }) => ({ account: ['send-link', 'account', email] }),
  async run({ tx, grants }) {
    return { result: {}, changes: [], jobs: await queueAddressTriedMail(tx, grants.account.row.email) }
  },
})

/** Mails the verification link again: to the pending new address, if there is one, else to the current address. */
export const sendVerification = command({
  name: 'sendVerification',
  input: schemas.nothing,
  output: emptyOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants, now }) {
    const user = grants.self.row
    const pending = await pendingAddress(tx, user)
    if (!isMailEnabled() || (!pending && user.emailVerified)) return { result: {}, changes: [] }
    const mail = await createVerificationLink(tx, now, user, pending ?? user.email)
    // Like changeEmail, sends nothing to an address that belongs to another account.
    const isTaken = pending && (await isAddressTaken(tx, pending))
    return { result: {}, changes: [], jobs: isTaken ? [] : [await queueMail(tx, mail)] }
  },
})

/** Redeems a sign-in link. Returns the id of the user to start a session for. */
export const signInByLink = command({
  name: 'signInByLink',
  input: schemas.link,
  output: schemas.signedInOutput,
  on: ({ token }) => ({ link: ['redeem', 'account-link', token] }),
  async run({ tx, grants, now }) {
    const { user } = await redeemLink(tx, grants.link, 'sign-in')
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
  output: schemas.signedInOutput,
  on: ({ token }) => ({ link: ['redeem', 'account-link', token] }),
  // Unknown tokens are rejected without hashing a password, which is slow.
  prepare: async ({ input: { token, password } }) =>
    (await isUnusedLink(token)) ? hashPassword(password) : null,
  async run({ tx, grants, now, prepared: passwordHash }) {
    const { user } = await redeemLink(tx, grants.link, 'reset')
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
  output: schemas.verifyAddressOutput,
  on: ({ token }) => ({ link: ['redeem', 'account-link', token] }),
  async run({ tx, grants, now }) {
    const { user, email } = await redeemLink(tx, grants.link, 'verify')
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
