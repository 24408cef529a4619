import { sql } from 'drizzle-orm'
import type { Columns } from '@/db/rows'
import { notifySharees, type ShareeNotice } from '@/lib/commands/effects/notify-sharees'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import type { Consumer } from './consumer'

/** A share as stored in a change. */
interface Share {
  email: string
  level: 'owner' | 'editor' | 'viewer' | 'freebusy'
}

/**
 * Notifies the account that an address belongs to when a share by this address changes, and closes its connections if
 * it loses access.
 */
export const addressSharesConsumer: Consumer = (tx, changes) =>
  notifySharees(
    tx,
    changes.map(({ stream, before, after }) => ({
      email: ((after ?? before) as Pick<Share, 'email'>).email,
      calendar: calendarIdOfStream(stream)!,
      hasLostAccess: losesStream(before as Share | null, after as Share | null),
    })),
  )

/** Notifies accounts with a share by address when the calendar is trashed or restored. */
export const addressCalendarsConsumer: Consumer = async (tx, changes) => {
  const ids = JSON.stringify(changes.map(({ id }) => id))
  const accepted = await tx.execute<Columns<ShareeNotice>>(sql`
    select s.email, s.calendar_id as calendar, false as "hasLostAccess" from shares s
    where s.email is not null and s.accepted_at is not null
      and s.calendar_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`)
  return notifySharees(tx, accepted)
}

/**
 * Checks whether an account loses access to a stream: all levels but `freebusy` may read the stream of the calendar,
 * owners also that of its owners.
 */
function losesStream(before: Share | null, after: Share | null): boolean {
  if (!after) return true
  if (!before) return false
  return before.level !== after.level && (after.level === 'freebusy' || before.level === 'owner')
}
