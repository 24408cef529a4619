import { eq, sql } from 'drizzle-orm'
import { deliveries } from '@/db/schema/deliveries'
import { alarmDue } from '@/db/schema/layers'
import { ADMINISTRATION, adminConflict, auditChange } from '@/lib/commands/effects/administration'
import type { Outcome } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { releaseLock } from '@/lib/commands/rows/job-locks'
import * as schemas from '@/lib/schemas/instance'
import { idOutput } from '@/lib/schemas/outputs'

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

/**
 * Releases the lock of a job, so that another worker takes it. If the first is still running it, the job runs twice.
 */
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

/** Queues a failed mail or push message again, while its content is still stored. */
export const retryDelivery = command({
  name: 'retryDelivery',
  input: schemas.retryDelivery,
  output: idOutput,
  on: ({ delivery }) => ({ administration: ADMINISTRATION, delivery: ['own', 'delivery', delivery] }),
  async run({ tx, grants }) {
    const { id, outcome, data, channel } = grants.delivery.row
    if (outcome === 'sent' || !data) throw adminConflict('not_retriable')
    await tx.update(deliveries).set({ outcome: 'queued', error: null }).where(eq(deliveries.id, id))
    return {
      result: { id },
      changes: [auditChange('delivery', id, 'changed')],
      jobs: [{ name: channel === 'push' ? 'push' : 'mail', payload: { delivery: id } }],
    }
  },
})

/** Sends a reminder at once, again if it was sent already. */
export const resendReminder = command({
  name: 'resendReminder',
  input: schemas.resendReminder,
  output: idOutput,
  on: ({ reminder }) => ({ administration: ADMINISTRATION, alarm: ['own', 'due-alarm', reminder] }),
  async run({ tx, grants }) {
    const { id } = grants.alarm.row
    await tx.update(alarmDue).set({ firedAt: null, dueAt: sql`now()` }).where(eq(alarmDue.id, id))
    return { result: { id }, changes: [auditChange('delivery', id, 'changed')] }
  },
})

/** Changes a job that no worker is running, and records it in the audit log. */
async function jobOutcome(
  job: { id: string; name: string; locked: boolean },
  op: 'changed' | 'removed',
  work: () => Promise<unknown>,
): Promise<Outcome<{ id: string }>> {
  if (job.locked) throw adminConflict('running')
  await work()
  return {
    result: { id: job.id },
    changes: [{ ...auditChange('job', job.id, op), before: { name: job.name } }],
  }
}
