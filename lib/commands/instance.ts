import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { invitations } from '@/db/schema/groups'
import { instance } from '@/db/schema/instance'
import { users } from '@/db/schema/users'
import { endSessions as endAllSessions } from '@/lib/access/sessions'
import type { Change, Outcome } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { createLink } from '@/lib/commands/rows/account-links'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { releaseLock } from '@/lib/commands/rows/job-locks'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { INSTANCE_STREAM, streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/instance'
import { idOutput } from '@/lib/schemas/outputs'

/**
 * Commands of administrators. Each is recorded in the stream of the installation, which administrators read as the
 * audit log, and in the stream of the user concerned.
 */

const ADMINISTRATION = ['own', 'administration', null] as const

/** Sets who may sign up. */
export const updateInstance = command({
  name: 'updateInstance',
  input: schemas.updateInstance,
  output: schemas.updateInstanceOutput,
  on: () => ({ administration: ADMINISTRATION }),
  async run({ tx, grants }, { registration, version }) {
    const now = grants.administration.row
    if (now.version !== version) throw new AppError('CONFLICT', { data: { registration: now.registration } })
    if (now.registration === registration) return { result: { version }, changes: [] }
    await tx.update(instance).set({ registration, version: version + 1 })
    return {
      result: { version: version + 1 },
      changes: [
        {
          ...auditChange('instance', '1', 'changed'),
          before: { registration: now.registration },
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
    if (actor.kind === 'user' && actor.id === id) throw conflict('yourself')
    if (suspendedAt) return { result: { id }, changes: [] }
    await tx.update(users).set({ suspendedAt: now }).where(eq(users.id, id))
    await requireAdministrator(tx)
    await endAllSessions(tx, id)
    return userOutcome(id, { before: { suspended: false }, after: { suspended: true } }, { cutOff: true })
  },
})

/** Ends the suspension of an account. */
export const unsuspendUser = command({
  name: 'unsuspendUser',
  input: schemas.userInput,
  output: idOutput,
  on: ({ user }) => ({ administration: ADMINISTRATION, user: ['own', 'any-user', user] }),
  async run({ tx, grants }) {
    const { id, suspendedAt } = grants.user.row
    if (!suspendedAt) return { result: { id }, changes: [] }
    await tx.update(users).set({ suspendedAt: null }).where(eq(users.id, id))
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
    return userOutcome(id, { before: { sessions: ended }, after: { sessions: 0 } }, { cutOff: true })
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
    if (user.suspendedAt) throw conflict('suspended')
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

/** Runs a waiting or failed job now, with a fresh count of attempts. */
export const retryJob = command({
  name: 'retryJob',
  input: schemas.jobInput,
  output: schemas.jobOutput,
  on: ({ job }) => ({ administration: ADMINISTRATION, job: ['own', 'job', job] }),
  run: ({ tx, grants }) =>
    jobOutcome(grants.job.row, 'changed', () =>
      tx.execute(sql`select graphile_worker.reschedule_jobs(array[${grants.job.row.id}::bigint],
        run_at := now(), attempts := 0)`),
    ),
})

/** Releases the lock of a job, so that another worker takes it. If the first worker still runs it, it runs twice. */
export const releaseJob = command({
  name: 'releaseJob',
  input: schemas.jobInput,
  output: schemas.jobOutput,
  on: ({ job }) => ({ administration: ADMINISTRATION, job: ['own', 'job', job] }),
  async run({ tx, grants }) {
    const { id, name, locked } = grants.job.row
    if (!locked) return { result: { id }, changes: [] }
    await releaseLock(tx, id)
    return { result: { id }, changes: [{ ...auditChange('job', id, 'changed'), before: { name } }] }
  },
})

/** Deletes a job. */
export const dropJob = command({
  name: 'dropJob',
  input: schemas.jobInput,
  output: schemas.jobOutput,
  on: ({ job }) => ({ administration: ADMINISTRATION, job: ['own', 'job', job] }),
  run: ({ tx, grants }) =>
    jobOutcome(grants.job.row, 'removed', () =>
      tx.execute(sql`select graphile_worker.complete_jobs(array[${grants.job.row.id}::bigint])`),
    ),
})

/** Queues a failed mail again, while its content is still stored. */
export const retryDelivery = command({
  name: 'retryDelivery',
  input: schemas.retryDelivery,
  output: idOutput,
  on: ({ delivery }) => ({ administration: ADMINISTRATION, delivery: ['own', 'delivery', delivery] }),
  async run({ tx, grants }) {
    const { id, outcome, data } = grants.delivery.row
    if (outcome === 'sent' || !data) throw conflict('not_retriable')
    await tx.update(deliveries).set({ outcome: 'queued', error: null }).where(eq(deliveries.id, id))
    return {
      result: { id },
      changes: [auditChange('delivery', id, 'changed')],
      jobs: [{ name: 'mail', payload: { delivery: id } }],
    }
  },
})

/**
 * Refuses to leave the installation without an administrator. The grant locks the row of the administration, so two
 * concurrent commands cannot both be "not the last".
 */
async function requireAdministrator(tx: Tx): Promise<void> {
  const rows = await tx.execute(sql`
    select 1 from users where instance_admin and suspended_at is null and deleted_at is null limit 1`)
  if (!rows.length) throw conflict('last_admin')
}

function conflict(reason: 'last_admin' | 'yourself' | 'running' | 'not_retriable' | 'suspended'): AppError {
  return new AppError('CONFLICT', { data: { reason } })
}

/** Returns a change in the stream of the installation, the audit log. */
function auditChange(entity: Change['entity'], id: string, op: Change['op']): Change {
  return { stream: INSTANCE_STREAM, entity, id, op }
}

/** Returns the outcome of a change to a user, recorded in the audit log and in the stream of the user. */
function userOutcome(
  id: string,
  change: { before: object; after: object },
  { cutOff = false } = {},
): Outcome<{ id: string }> {
  return {
    result: { id },
    changes: [
      { ...auditChange('user', id, 'changed'), ...change },
      { stream: streamName('user', id), entity: 'user', id, op: 'changed', ...change },
    ],
    jobs: cutOff ? [{ name: 'cut-off', payload: { user: id } }] : undefined,
  }
}

/** Changes a job that no worker is running, and records it in the audit log. */
async function jobOutcome(
  job: { id: string; name: string; locked: boolean },
  op: 'changed' | 'removed',
  work: () => Promise<unknown>,
): Promise<Outcome<{ id: string }>> {
  if (job.locked) throw conflict('running')
  await work()
  return {
    result: { id: job.id },
    changes: [{ ...auditChange('job', job.id, op), before: { name: job.name } }],
  }
}
