import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Change } from '@/lib/commands/pipeline/changes'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import { CONSENT_WARNING_DAYS } from '@/lib/schemas/choices'
import { notify } from './notify'

/** A problem of a connected account, or of one of its synced calendars, that its user has to solve. */
export interface SyncNotice {
  userId: string
  connectionId: string
  bindingId: string | null
}

/** Notifies the user of a new problem, and deletes earlier notifications about the same account or calendar. */
export async function notifySyncProblem(
  tx: Tx,
  notice: SyncNotice,
): Promise<{ changes: Change[]; jobs: Job[] }> {
  const { userId, connectionId, bindingId } = notice
  await tx.execute(sql`
    delete from notifications where user_id = ${userId} and kind = 'sync-problem'
      and connection_id = ${connectionId} and binding_id is not distinct from ${bindingId}::uuid`)
  const { changes, jobs } = await notify(tx, [{ ...notice, kind: 'sync-problem' }])
  const entity = bindingId ? 'binding' : 'connection'
  const health: Change = {
    ...{ stream: streamName('user', userId), entity, id: bindingId ?? connectionId, op: 'changed' },
  }
  return { changes: [...changes, health], jobs }
}

/** Number of days before the end of a consent in which no second notification about it is sent. */
const NOTICE_PERIOD_DAYS = 3

/** Whether the access to an account ends soon, and the user was not notified of it yet. */
export async function isConsentNoticeDue(tx: Tx, connectionId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from connections c
    where c.id = ${connectionId} and c.consent_expires_at between now() and now() + ${CONSENT_WARNING_DAYS} * interval '1 day'
      and not exists (select 1 from notifications n where n.connection_id = c.id and n.binding_id is null
        and n.kind = 'sync-problem' and n.created_at > c.consent_expires_at - ${NOTICE_PERIOD_DAYS} * interval '1 day')`)
  return rows.length > 0
}
