import { sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { deliveries } from '@/db/schema/deliveries'
import type { NotificationKind } from '@/lib/calendar/notifications'
import { notificationPings } from '@/lib/commands/effects/notify'
import type { Change } from '@/lib/commands/pipeline/changes'
import { afterCommit, recordOutcome } from '@/lib/commands/pipeline/execute'
import { insertInAppDeliveries } from '@/lib/commands/rows/deliveries'

/** Shows the notifications of a failed mail in the app, unless the app shows them already. */
export async function showInApp({
  id,
  userId,
  data,
}: Pick<typeof deliveries.$inferSelect, 'id' | 'userId' | 'data'>) {
  const ids = (data as { notifications?: string[] } | null)?.notifications
  if (!userId || !ids) return
  const recorded = await db.transaction(async (tx) => {
    const changes = await revealNotifications(tx, userId, ids, id)
    const actor = { kind: 'job', name: 'mail' } as const
    return recordOutcome(tx, actor, 'showInApp', { origin: 'job' }, { result: null, changes })
  })
  afterCommit(recorded)
}

/**
 * Shows those notifications in the app that it has not shown yet. `fallbackFor`: the failed delivery. @returns pings
 */
export async function revealNotifications(
  tx: Tx,
  userId: string,
  ids: readonly string[],
  fallbackFor: string,
): Promise<Change[]> {
  const rows = await tx.execute<
    Columns<{ id: string; userId: string; kind: NotificationKind; eventId: string | null }>
  >(sql`
    update notifications n set dismissed_at = null, awaits_digest = false
    where n.user_id = ${userId} and n.dismissed_at is not null
      and n.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
      and not exists (select 1 from deliveries d where d.notification_id = n.id and d.channel = 'in-app')
    returning n.id, n.user_id as "userId", n.kind, n.event_id as "eventId"`)
  await insertInAppDeliveries(tx, rows, fallbackFor)
  return notificationPings(rows.length ? [userId] : [])
}
