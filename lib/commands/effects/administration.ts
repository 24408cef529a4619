import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Change, Outcome } from '@/lib/commands/pipeline/changes'
import { AppError } from '@/lib/errors'
import { INSTANCE_STREAM, streamName } from '@/lib/realtime/channels'

/**
 * The grant that commands of administrators request. These commands are recorded in the stream of the installation,
 * which administrators read as the audit log, and in the stream of the user concerned.
 */

export const ADMINISTRATION = ['own', 'administration', null] as const

/**
 * Refuses to leave the installation without an administrator. The grant locks the row of the administration, so two
 * concurrent commands cannot remove the last two administrators.
 */
export async function requireAdministrator(tx: Tx): Promise<void> {
  const rows = await tx.execute(sql`
    select 1 from users where instance_admin and suspended_at is null and deleted_at is null limit 1`)
  if (!rows.length) throw adminConflict('last_admin')
}

export function adminConflict(
  reason: 'last_admin' | 'yourself' | 'running' | 'not_retriable' | 'suspended',
): AppError {
  return new AppError('CONFLICT', { data: { reason } })
}

/** Returns a change in the stream of the installation, the audit log. */
export function auditChange(entity: Change['entity'], id: string, op: Change['op']): Change {
  return { stream: INSTANCE_STREAM, entity, id, op }
}

/** Returns the outcome of a change to a user, recorded in the audit log and in the stream of the user. */
export function userOutcome(
  id: string,
  change: { before: object; after: object },
  { isCutOff = false } = {},
): Outcome<{ id: string }> {
  return {
    result: { id },
    changes: [
      { ...auditChange('user', id, 'changed'), ...change },
      { stream: streamName('user', id), entity: 'user', id, op: 'changed', ...change },
    ],
    jobs: isCutOff ? [{ name: 'cut-off', payload: { user: id } }] : undefined,
  }
}
