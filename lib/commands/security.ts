import { eq } from 'drizzle-orm'
import { violatedConstraint } from '@/db/errors'
import { users } from '@/db/schema/users'
import { endSessions } from '@/lib/access/end-sessions'
import { hashPassword } from '@/lib/access/passwords'
import { requireIdentity, verifyCurrentPassword, wrongCurrentPassword } from '@/lib/commands/checks/password'
import { userChanged } from '@/lib/commands/effects/claim-account'
import { removeOrphanedPlacements } from '@/lib/commands/effects/orphaned-placements'
import { queueAddressTriedMail, queueSignInMethodMail } from '@/lib/commands/effects/security-mails'
import { command } from '@/lib/commands/pipeline/execute'
import { createVerificationLink, isAddressTaken, revokeLinks } from '@/lib/commands/rows/account-links'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'
import * as schemas from '@/lib/schemas/security'

/**
 * Changes the e-mail address. If mail is enabled, the change takes effect once the new address is verified, the old
 * address is notified, and the result does not reveal whether the new one has an account. Without mail it takes
 * effect at once, unverified.
 */
export const changeEmail = command({
  name: 'changeEmail',
  input: schemas.changeEmail,
  output: schemas.changeEmailOutput,
  on: ({ session }) => ({ self: ['own', 'self', null], session: ['own', 'session', session] }),
  prepare: ({ actor, input: { current } }) => verifyCurrentPassword(actor, current, wrongCurrentPassword()),
  async run({ tx, grants, now, prepared }, { email }) {
    const user = grants.self.row
    requireIdentity(grants, prepared, now)
    if (email === user.email) {
      await revokeLinks(tx, user.id, 'verify')
      return { result: { email, sent: false }, changes: [] }
    }
    if (isMailEnabled()) {
      // The link is created in either case, so that the result is the same whether or not the address is taken.
      const mail = await createVerificationLink(tx, now, user, email)
      const jobs = (await isAddressTaken(tx, email))
        ? await queueAddressTriedMail(tx, email)
        : [await queueMail(tx, mail)]
      if (user.emailVerified) {
        const { id: userId, email: to, locale } = user
        jobs.push(await queueMail(tx, { to, userId, locale, template: 'address-changed', data: { email } }))
      }
      return { result: { email, sent: true }, changes: [], jobs }
    }
    try {
      await tx.update(users).set({ email, emailVerified: null }).where(eq(users.id, user.id))
    } catch (error) {
      if (violatedConstraint(error) === 'users_email') throw fieldError('email', 'taken')
      throw error
    }
    const before = { email: user.email, emailVerified: user.emailVerified }
    const change = { ...userChanged(user.id), before, after: { email, emailVerified: null } }
    // Shares with the old address no longer apply to this account.
    const removed = await removeOrphanedPlacements(tx, [user.id])
    return { result: { email, sent: false }, changes: [change, ...removed], jobs: [disconnectJob(user.id)] }
  },
})

/** Sets a password, and ends all other sessions and the sign-in and reset links that were mailed. */
export const changePassword = command({
  name: 'changePassword',
  input: schemas.changePassword,
  output: schemas.endedSessionsOutput,
  on: ({ session }) => ({ self: ['own', 'self', null], session: ['own', 'session', session] }),
  async prepare({ actor, input: { current, password } }) {
    const verifiedHash = await verifyCurrentPassword(actor, current, wrongCurrentPassword())
    return { verifiedHash, passwordHash: await hashPassword(password) }
  },
  async run({ tx, grants, now, prepared: { verifiedHash, passwordHash } }) {
    const { id } = grants.self.row
    requireIdentity(grants, verifiedHash, now)
    const notices = await queueSignInMethodMail(tx, grants.self.row, 'password-changed')
    await tx.update(users).set({ passwordHash }).where(eq(users.id, id))
    await revokeLinks(tx, id, 'reset')
    await revokeLinks(tx, id, 'sign-in')
    const ended = await endSessions(tx, id, { except: grants.session.row.id })
    return {
      result: { ended },
      changes: [userChanged(id)],
      jobs: ended ? [disconnectJob(id), ...notices] : notices,
    }
  },
})

/** Ends one session of the user. */
export const endSession = command({
  name: 'endSession',
  input: schemas.endSession,
  output: schemas.endedSessionsOutput,
  on: ({ session }) => ({ session: ['own', 'session', session] }),
  async run({ tx, grants }) {
    const { id, userId } = grants.session.row
    const ended = await endSessions(tx, userId, { only: id })
    return { result: { ended }, changes: [], jobs: [disconnectJob(userId)] }
  },
})

/** Ends all sessions of the user except the current one. */
export const endOtherSessions = command({
  name: 'endOtherSessions',
  input: schemas.endSession,
  output: schemas.endedSessionsOutput,
  on: ({ session }) => ({ session: ['own', 'session', session] }),
  async run({ tx, grants }) {
    const { id, userId } = grants.session.row
    const ended = await endSessions(tx, userId, { except: id })
    return { result: { ended }, changes: [], jobs: ended ? [disconnectJob(userId)] : [] }
  },
})

/** Confirms the identity of the signed-in user before a sign-in method is added. Writes nothing. */
export const confirmIdentity = command({
  name: 'confirmIdentity',
  input: schemas.confirmIdentity,
  output: schemas.confirmIdentityOutput,
  on: ({ session }) => ({ self: ['own', 'self', null], session: ['own', 'session', session] }),
  prepare: ({ actor, input: { current } }) => verifyCurrentPassword(actor, current, wrongCurrentPassword()),
  async run({ grants, now, prepared }) {
    requireIdentity(grants, prepared, now)
    return { result: { session: grants.session.row.id }, changes: [] }
  },
})

/** Returns the job that closes the live connections of a user. */
function disconnectJob(user: string): Job {
  return { name: 'cut-off', payload: { user } }
}
