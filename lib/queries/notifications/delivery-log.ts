import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Delivery } from '@/lib/schemas/notifications'

/** Maximum number of deliveries that the log shows. */
const MAX_DELIVERIES = 200

/** Returns what was sent to a user, newest first, without content. */
export async function deliveryLog(db: Db, userId: string): Promise<Delivery[]> {
  return await db.execute<Columns<Delivery>>(sql`
    select d.id, d.channel, coalesce(n.kind, d.template) as kind, d.outcome,
      (extract(epoch from coalesce(d.sent_at, d.created_at)) * 1000)::float8 as at, d.fallback_for is not null as "isFallback"
    from deliveries d left join notifications n on n.id = d.notification_id
    where d.user_id = ${userId} and d.channel in ('in-app', 'push', 'email')
    order by d.created_at desc, d.id desc limit ${MAX_DELIVERIES}`)
}
