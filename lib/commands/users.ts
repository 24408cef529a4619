import { randomBytes } from 'node:crypto'
import { eq, or } from 'drizzle-orm'
import { invitations } from '@/db/schema/invitations'
import { users } from '@/db/schema/users'
import { endSessions } from '@/lib/access/end-sessions'
import { hashPassword } from '@/lib/access/passwords'
import { changedFields } from '@/lib/calendar/merge'
import { hasInvitationToken, requireSignUpAllowed } from '@/lib/commands/checks/sign-up'
import { createAccount } from '@/lib/commands/effects/create-account'
import { queueSignInMethodMail } from '@/lib/commands/effects/security-mails'
import { command } from '@/lib/commands/pipeline/execute'
import { createVerificationLink, revokeLinks } from '@/lib/commands/rows/account-links'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { isMailEnabled } from '@/lib/mail/send'
import { INSTANCE_STREAM, streamName } from '@/lib/realtime/channels'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/users'

/** Creates an account with a password, and its personal calendar. Mails a verification link if mail is enabled. */
export const signUp = command({
  name: 'signUp',
  input: schemas.signUp,
  output: idOutput,
  on: () => ({ instance: ['sign-up', 'instance', null] }),
  prepare: ({ input: { password } }) => hashPassword(password),
  async run({ tx, grants, now, prepared: passwordHash }, { password: _, invitation, ...profile }) {
    const { row } = grants.instance
    const invited = hasInvitationToken(invitation)
    await requireSignUpAllowed(tx, row, invited)
    const created = await createAccount(tx, { ...profile, passwordHash, instanceAdmin: row.empty }, invited)
    if (!isMailEnabled()) return created
    const mail = await createVerificationLink(tx, now, { ...profile, id: created.result.id }, profile.email)
    return { ...created, jobs: [await queueMail(tx, mail)] }
  },
})

/** Creates an account for an OAuth profile. Only for the auth adapter. */
export const signUpByProvider = command({
  name: 'signUpByProvider',
  input: schemas.signUpByProvider,
  output: idOutput,
  on: () => ({ instance: ['admit', 'instance', null] }),
  async run({ tx, grants, now }, { verified, invitation, dateSettings, ...profile }) {
    const invited = hasInvitationToken(invitation)
    // An address that the provider has verified may use invitations sent to it.
    const byAddress = verified ? eq(invitations.email, profile.email) : undefined
    await requireSignUpAllowed(tx, grants.instance.row, or(invited, byAddress))
    const emailVerified = verified ? now : null
    const instanceAdmin = grants.instance.row.empty
    return createAccount(tx, { ...profile, ...dateSettings, emailVerified, instanceAdmin }, invited)
  },
})

/**
 * Sets a random password, returned once, and ends all sessions: for the administration shell, when a user is locked
 * out.
 */
export const resetPassword = command({
  name: 'resetPassword',
  input: schemas.resetPassword,
  output: schemas.resetPasswordOutput,
  on: ({ email }) => ({ account: ['own', 'account', email] }),
  async prepare() {
    const password = randomBytes(12).toString('base64url')
    return { password, passwordHash: await hashPassword(password) }
  },
  async run({ tx, grants, prepared: { password, passwordHash } }) {
    const { id } = grants.account.row
    const notices = await queueSignInMethodMail(tx, grants.account.row, 'password-changed')
    await tx.update(users).set({ passwordHash }).where(eq(users.id, id))
    await endSessions(tx, id)
    await revokeLinks(tx, id)
    return {
      result: { password },
      // The stream of the installation gets the change too, so that administrators see it in the audit log.
      changes: [INSTANCE_STREAM, streamName('user', id)].map(
        (stream) => ({ stream, entity: 'user', id, op: 'changed' }) as const,
      ),
      jobs: [{ name: 'cut-off', payload: { user: id } }, ...notices],
    }
  },
})

/** Changes the name, time zone and display preferences of the user. */
export const updateProfile = command({
  name: 'updateProfile',
  input: schemas.updateProfile,
  output: idOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, patch) {
    const { passwordHash: _, ...user } = grants.self.row
    const changed = Object.fromEntries(
      changedFields<Partial<typeof user>>(user, patch).map((f) => [f, patch[f as keyof typeof patch]]),
    )
    if (!Object.keys(changed).length) return { result: { id: user.id }, changes: [] }
    await tx
      .update(users)
      .set({ ...changed, version: user.version + 1 })
      .where(eq(users.id, user.id))
    const before = Object.fromEntries(Object.keys(changed).map((f) => [f, user[f as keyof typeof user]]))
    return {
      result: { id: user.id },
      changes: [
        {
          stream: streamName('user', user.id),
          entity: 'user',
          id: user.id,
          op: 'changed',
          before,
          after: changed,
        },
      ],
    }
  },
})
