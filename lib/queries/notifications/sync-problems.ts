import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { CONSENT_WARNING_DAYS } from '@/lib/schemas/choices'
import type { NotificationItem } from '@/lib/schemas/notifications'
import { isFeedRow } from '../connections'
import type { StoredNotification } from './stored-notification'

/** A problem of a sync, as a notification shows it. */
export interface NotifiedSyncProblem {
  op: Extract<NotificationItem['op'], `sync-${string}`>
  /** Name of the account, or of the remote calendar. */
  name: string
  color: string
  /** The binding that it concerns; null if it concerns an account. */
  binding: string | null
}

/** Returns the problems that still exist, by the id of the notification about them. */
export async function syncProblemsOf(
  db: Db,
  rows: readonly StoredNotification[],
): Promise<Map<string, NotifiedSyncProblem>> {
  const ids = rows.flatMap(({ id, kind }) => (kind === 'sync-problem' ? id : []))
  if (!ids.length) return new Map()
  const problems = await db.execute<Columns<NotifiedSyncProblem & { id: string }>>(sql`
    select id, op, name, color, binding from (
      select n.id, b.id as binding, coalesce(b.remote ->> 'name', c.account) as name, coalesce(k.color, 'slate') as color,
        case
          when n.binding_id is not null then
            case b.state when 'needs-approval' then 'sync-approval' when 'stopped' then 'sync-stopped' end
          when c.problem is not null then case when b.id is null then 'sync-sign-in' else 'sync-stopped' end
          when c.consent_expires_at < now() + ${CONSENT_WARNING_DAYS} * interval '1 day' then 'sync-consent'
        end as op
      from notifications n join connections c on c.id = n.connection_id and c.user_id = n.user_id
        left join bindings b on b.id = n.binding_id
          or (n.binding_id is null and b.connection_id = c.id and ${isFeedRow(sql`c`)})
        left join calendars k on k.id = b.calendar_id
      where n.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
    ) problems where op is not null`)
  return new Map(problems.map(({ id, ...problem }) => [id, problem]))
}
