import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { canWrite } from '@/lib/access/nouns/event'
import type { Reach } from '@/lib/access/reach'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { OpenAlert } from '@/lib/schemas/alarms'
import { notificationItems } from './items'
import { notificationColumns, type StoredNotification } from './stored-notification'

/** Maximum number of alerts that a page shows. The list of notifications has all. */
const MAX_SHOWN = 5

/** Age after which an alert is only in the list of notifications. */
const MAX_AGE_HOURS = 24

/** Returns the newest alerts that the user has neither read nor dismissed. */
export async function openAlerts(tx: Tx, actor: Actor, reach: Reach, zone: Zone): Promise<OpenAlert[]> {
  const rows = await tx.execute<Columns<StoredNotification>>(sql`
    select ${notificationColumns} from notifications n
    where n.user_id = ${reach.userId} and n.kind = 'reminder' and n.event_id is not null
      and n.dismissed_at is null and n.read_at is null
      and n.created_at > now() - ${MAX_AGE_HOURS} * interval '1 hour'
    order by n.created_at desc, n.id desc limit ${MAX_SHOWN}`)
  const alerts: OpenAlert[] = []
  for (const { id, title, when, isLate, openAt } of await notificationItems(tx, reach, zone, rows)) {
    if (!when || !openAt) continue
    const version = await versionToComplete(tx, actor, openAt.id)
    alerts.push({ id, title, when, isLate, openAt, version })
  }
  return alerts
}

/** Returns the version of a reminder that the actor can complete; null for all other events. */
export async function versionToComplete(tx: Tx, actor: Actor, event: string): Promise<number | null> {
  const { row } = await grant(tx, actor, 'read', 'event', event)
  return row.kind === 'reminder' && canWrite(row) ? row.version : null
}
