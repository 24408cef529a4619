import { eq } from 'drizzle-orm'
import { instance } from '@/db/schema/instance'
import { invitations } from '@/db/schema/invitations'
import { users } from '@/db/schema/users'
import { endSessions as endAllSessions } from '@/lib/access/end-sessions'
import {
  ADMINISTRATION,
  adminConflict,
  auditChange,
  requireAdministrator,
  userOutcome,
} from '@/lib/commands/effects/administration'
import { resumeSyncs } from '@/lib/commands/effects/resume-syncs'
import { command } from '@/lib/commands/pipeline/execute'
import { createLink } from '@/lib/commands/rows/account-links'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/instance'
import { idOutput } from '@/lib/schemas/outputs'

/** Sets who may sign up. */
export const updateInstance = command({
  name: 'updateInstance',
  input: schemas.updateInstance,
  output: schemas.updateInstanceOutput,
  on: () => ({ administration: ADMINISTRATION }),
  async run({ tx, grants }, { registration, version }) {
    const current = grants.administration.row
    if (current.version !== version)
      throw new AppError('CONFLICT', { data: { registration: current.registration } })
    if (current.registration === registration) return { result: { version }, changes: [] }
    await tx.update(instance).set({ registration, version: version + 1 })
    return {
      result: { version: version + 1 },
      changes: [
        {
          ...auditChange('instance', '1', 'changed'),
          before: { registration: current.registration },
          after: { registration },
        },
      ],
    }
  },
})

/** Suspends an account: ends its sessions and refuses new ones. Its data stays. */
export const suspendUser = command({
  name: 'suspendUser',
  input: schemas.userInput,
  output: idOutput,
  on: ({ user }) => ({ administration: ADMINISTRATION, user: ['own', 'any-user', user] }),
  async run({ tx, grants, now, actor }) {
    const { id, suspendedAt } = grants.user.row
    if (actor.kind === 'user' && actor.id === id) throw adminConflict('yourself')
    if (suspendedAt) return { result: { id }, changes: [] }
    await tx.update(users).set({ suspendedAt: now }).where(eq(users.id, id))
    await requireAdministrator(tx)
    await endAllSessions(tx, id)
    return userOutcome(id, { before: { suspended: false }, after: { suspended: true } }, { isCutOff: true })
  },
})

/** Ends the suspension of an account, and continues its syncs. */
export const unsuspendUser = command({
  name: 'unsuspendUser',
  input: schemas.userInput,
  output: idOutput,
  on: ({ user }) => ({ administration: ADMINISTRATION, user: ['own', 'any-user', user] }),
  async run({ tx, grants }) {
    const { id, suspendedAt } = grants.user.row
    if (!suspendedAt) return { result: { id }, changes: [] }
    await tx.update(users).set({ suspendedAt: null }).where(eq(users.id, id))
    await resumeSyncs(tx, id)
    return userOutcome(id, { before: { suspended: true }, after: { suspended: false } })
  },
})

/** Ends all sessions of a user. */
export const endSessions = command({
  name: 'endSessions',
  input: schemas.userInput,
  output: idOutput,
  on: ({ user }) => ({ administration: ADMINISTRATION, user: ['own', 'any-user', user] }),
  async run({ tx, grants }) {
    const { id } = grants.user.row
    const ended = await endAllSessions(tx, id)
    if (!ended) return { result: { id }, changes: [] }
    return userOutcome(id, { before: { sessions: ended }, after: { sessions: 0 } }, { isCutOff: true })
  },
})

/** Mails a user a link to reset their password. */
export const sendResetLink = command({
  name: 'sendResetLink',
  input: schemas.userInput,
  output: idOutput,
  on: ({ user }) => ({ administration: ADMINISTRATION, user: ['own', 'any-user', user] }),
  async run({ tx, grants, now }) {
    const user = grants.user.row
    if (!isMailEnabled()) throw new AppError('UNAVAILABLE')
    if (user.suspendedAt) throw adminConflict('suspended')
    const mail = await createLink(tx, now, user, 'reset', user.email)
    return {
      result: { id: user.id },
      changes: [{ ...auditChange('user', user.id, 'changed'), after: { sentTo: user.email } }],
      jobs: [await queueMail(tx, mail)],
    }
  },
})

/** Grants or revokes administrator rights. The last administrator keeps them. */
export const setInstanceAdmin = command({
  name: 'setInstanceAdmin',
  input: schemas.setInstanceAdmin,
  output: idOutput,
  on: ({ user }) => ({ administration: ADMINISTRATION, user: ['own', 'any-user', user] }),
  async run({ tx, grants }, { admin }) {
    const { id, instanceAdmin, version } = grants.user.row
    if (instanceAdmin === admin) return { result: { id }, changes: [] }
    await tx
      .update(users)
      .set({ instanceAdmin: admin, version: version + 1 })
      .where(eq(users.id, id))
    await requireAdministrator(tx)
    return userOutcome(id, { before: { instanceAdmin }, after: { instanceAdmin: admin } })
  },
})

/** Revokes an invitation of any group. */
export const withdrawInvitation = command({
  name: 'withdrawInvitation',
  input: schemas.withdrawInvitation,
  output: idOutput,
  on: ({ invitation }) => ({
    administration: ADMINISTRATION,
    invitation: ['own', 'any-invitation', invitation],
  }),
  async run({ tx, grants, now }) {
    const { id, groupId, revoked } = grants.invitation.row
    if (revoked) return { result: { id }, changes: [] }
    await tx.update(invitations).set({ revokedAt: now }).where(eq(invitations.id, id))
    return {
      result: { id },
      changes: [
        auditChange('invitation', id, 'removed'),
        { stream: streamName('group', groupId), entity: 'invitation', id, op: 'removed' },
      ],
    }
  },
})
