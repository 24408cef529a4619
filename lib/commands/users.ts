import { randomBytes } from 'node:crypto'
import { and, eq, or, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { invitations } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { isOpen } from '@/lib/access/nouns/invitation'
import type { InstanceRow } from '@/lib/access/nouns/user'
import { hashPassword, hashToken } from '@/lib/access/secrets'
import { endSessions } from '@/lib/access/sessions'
import { changedFields } from '@/lib/calendar/merge'
import { colorFor } from '@/lib/calendar/palette'
import { redeemInvitation } from '@/lib/commands/effects/invitations'
import { queueSignInMethodMail } from '@/lib/commands/effects/security-mails'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command, violatedConstraint } from '@/lib/commands/pipeline/execute'
import { createVerificationLink, revokeLinks } from '@/lib/commands/rows/account-links'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { INSTANCE_STREAM, streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/users'

/** Creates an account with a password, and its personal calendar. Mails a verification link if mail is enabled. */
export const signUp = command({
  name: 'signUp',
  input: schemas.signUp,
  on: () => ({ instance: ['sign-up', 'instance', null] }),
  prepare: ({ input: { password } }) => hashPassword(password),
  async run({ tx, grants, now, prepared: passwordHash }, { password: _, invitation, ...profile }) {
    const { row } = grants.instance
    const invited = byLink(invitation)
    await admit(tx, row, invited)
    const created = await newAccount(tx, { ...profile, passwordHash, instanceAdmin: row.empty }, invited)
    if (!isMailEnabled()) return created
    const mail = await createVerificationLink(tx, now, { ...profile, id: created.result.id }, profile.email)
    return { ...created, jobs: [await queueMail(tx, mail)] }
  },
})

/** Creates an account for an OAuth profile. Only for the auth adapter. */
export const signUpByProvider = command({
  name: 'signUpByProvider',
  input: schemas.signUpByProvider,
  on: () => ({ instance: ['admit', 'instance', null] }),
  async run({ tx, grants, now }, { verified, invitation, style, ...profile }) {
    const invited = byLink(invitation)
    // An address that the provider has verified may use invitations sent to it.
    const byAddress = verified ? eq(invitations.email, profile.email) : undefined
    await admit(tx, grants.instance.row, or(invited, byAddress))
    const emailVerified = verified ? now : null
    const instanceAdmin = grants.instance.row.empty
    return newAccount(tx, { ...profile, ...style, emailVerified, instanceAdmin }, invited)
  },
})

function byLink(invitation: string | undefined): SQL | undefined {
  return invitation === undefined ? undefined : eq(invitations.tokenHash, hashToken(invitation))
}

/**
 * Checks whether sign-up is allowed. The first user always may, as the administrator. Locks the invitation, so that
 * of two concurrent sign-ups by its last use only one creates an account.
 * @throws AppError INVALID if sign-up is not allowed
 */
async function admit(tx: Tx, { registration, empty }: InstanceRow, invited: SQL | undefined) {
  if (empty || registration === 'open') return
  if (registration === 'closed') throw fieldError('email', 'registration_closed')
  const [found] = invited
    ? await tx
        .select({ id: invitations.id })
        .from(invitations)
        .where(and(invited, isOpen))
        .limit(1)
        .for('update')
    : []
  if (!found) throw fieldError('email', 'by_invitation')
}

/**
 * Sets a random password, returned once, and ends all sessions: for the administration shell, when a user is locked
 * out.
 */
export const resetPassword = command({
  name: 'resetPassword',
  input: schemas.resetPassword,
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

/** Creates an account with its personal calendar and, for a valid invitation, its membership. */
async function newAccount(tx: Tx, account: Omit<typeof users.$inferInsert, 'id'>, invited: SQL | undefined) {
  const id = uuidv7()
  const { passwordHash: _, ...profile } = account
  const calendar = { id: uuidv7(), ownerUserId: id, name: account.name, color: colorFor(id) }
  try {
    await tx.insert(users).values({ ...account, id })
  } catch (error) {
    if (violatedConstraint(error) === 'users_email') throw fieldError('email', 'taken')
    throw error
  }
  await tx.insert(calendars).values(calendar)
  return {
    result: { id },
    changes: [
      { stream: streamName('user', id), entity: 'user', id, op: 'added', after: profile },
      {
        stream: streamName('calendar', calendar.id),
        entity: 'calendar',
        id: calendar.id,
        op: 'added',
        after: calendar,
      },
      ...(invited ? await redeemInvitation(tx, invited, id) : []),
    ] satisfies Change[],
  }
}

/** Changes the name, time zone and display preferences of the user. */
export const updateProfile = command({
  name: 'updateProfile',
  input: schemas.updateProfile,
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
