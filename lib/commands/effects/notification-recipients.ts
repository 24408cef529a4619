import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import {
  DEFAULT_NOTIFICATION_MODES,
  type NotificationKind,
  type NotificationModes,
} from '@/lib/calendar/notifications'
import type { QuietHours } from '@/lib/calendar/quiet-hours'

/** The settings of a user that decide whether and how a notification is delivered. */
export interface Recipient extends QuietHours {
  email: string
  /** Whether the address is verified: no other address gets mails about events. */
  isVerified: boolean
  /** Whether a device of the user receives push messages. */
  hasDevice: boolean
  locale: string
  timeZone: string
  modes: NotificationModes
}

/** The user and the subject of a notification. Users can mute the subject. */
export interface NotificationTarget {
  userId: string
  kind: NotificationKind
  eventId?: string | null
  recurrenceId?: string | null
  groupId?: string | null
  calendarId?: string | null
}

/**
 * Returns the recipient of each target; undefined if the user has muted it or the account is suspended. A muted group
 * includes its calendars and their events, but not the user's own reminders.
 */
export async function recipientsOf(
  tx: Tx,
  targets: readonly NotificationTarget[],
): Promise<(Recipient | undefined)[]> {
  const input = targets.map(({ userId, kind, eventId, recurrenceId, groupId, calendarId }, index) => ({
    ...{ index, kind, user_id: userId, event_id: eventId, recurrence_id: recurrenceId },
    ...{ group_id: groupId, calendar_id: calendarId },
  }))
  const rows = await tx.execute<Columns<Omit<Recipient, 'modes'> & Chosen>>(sql`
    select t.index, u.email, u.email_verified is not null as "isVerified", u.locale, u.time_zone as "timeZone",
      exists (select 1 from push_subscriptions s join sessions x on x.id = s.session_id and x.expires > now()
        where s.user_id = u.id) as "hasDevice",
      p.quiet_from as "quietFrom", p.quiet_to as "quietTo",
      (select json_object_agg(s.channel, s.mode) from notification_settings s
        where s.user_id = u.id and s.kind = t.kind) as chosen
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
      as t (index int, kind text, user_id uuid, event_id uuid, recurrence_id text, group_id uuid, calendar_id uuid)
    join users u on u.id = t.user_id and u.email is not null and u.deleted_at is null and u.suspended_at is null
    left join notification_preferences p on p.user_id = u.id
    where not exists (select 1 from layers l where l.user_id = u.id and l.event_id = t.event_id and l.muted
        and (l.recurrence_id is null or l.recurrence_id = t.recurrence_id))
      and (t.kind = 'reminder' or not exists (select 1 from members m where m.user_id = u.id and m.muted
        and (m.group_id = t.group_id or m.group_id in (
          select c.owner_group_id from calendars c where c.id = t.calendar_id
          union all
          select c.owner_group_id from placements h join calendars c on c.id = h.calendar_id
            where h.event_id = t.event_id and h.home))))`)
  const found = new Map(rows.map((row) => [row.index, row]))
  return targets.map(({ kind }, index) => {
    const row = found.get(index)
    if (!row) return undefined
    const { index: _, chosen, ...recipient } = row
    return { ...recipient, modes: { ...DEFAULT_NOTIFICATION_MODES[kind], ...chosen } }
  })
}

interface Chosen {
  index: number
  chosen: Partial<NotificationModes> | null
}
