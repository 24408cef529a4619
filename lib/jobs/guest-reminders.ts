import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { guestToken } from '@/lib/access/guest-tokens'
import { triggerOf } from '@/lib/calendar/alarms/alarm'
import { type Answer, answerLookup, countedStatus } from '@/lib/calendar/answers'
import { personKey } from '@/lib/calendar/participant'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import { occurrenceAt } from '@/lib/calendar/series/series'
import { instantsOf, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { queueMails } from '@/lib/commands/rows/deliveries'
import { isMailEnabled } from '@/lib/mail/send'
import { mailedWhen } from '@/lib/mail/when-text'
import type { Job } from '@/lib/queue'

/** A due alarm of a guest. */
interface GuestAlarm {
  /** The id of the guest's link. */
  guest: string
  recurrenceId: string | null
  trigger: string
}

interface GuestRow extends SpanRow {
  link: string
  email: string
  locale: string
  zone: string
  title: string
  recurrence: Recurrence | null
  overrides: Overrides
  answers: Answer[]
  /** Whether the guest attends the event, or the series as a whole. */
  attends: boolean
  remindMinutesBefore: number
}

/**
 * Queues the reminders that guests asked for on their page. A guest who has left the list, has declined, has
 * unsubscribed, or whose link was revoked gets none.
 */
export async function queueGuestReminders(tx: Tx, alarms: readonly GuestAlarm[]): Promise<Job[]> {
  if (!alarms.length || !isMailEnabled()) return []
  const guests = new Map((await readGuests(tx, alarms)).map((row) => [row.link, row]))
  const mails = await Promise.all(
    alarms.flatMap(({ guest, ...alarm }) => {
      const row = guests.get(guest)
      return row ? reminderOf(row, alarm) : []
    }),
  )
  return queueMails(
    tx,
    mails.filter((mail) => mail !== undefined),
  )
}

async function reminderOf(row: GuestRow, { recurrenceId, trigger }: Omit<GuestAlarm, 'guest'>) {
  const { link, email, locale, zone, title, recurrence, overrides, answers } = row
  // The guest may have chosen another time since.
  if (trigger !== triggerOf({ minutesBefore: row.remindMinutesBefore, method: 'email' })) return undefined
  const series = { span: spanFromRow(row), recurrence, overrides }
  const occurrence = recurrence && recurrenceId !== null ? occurrenceAt(series, recurrenceId) : undefined
  if (recurrence && !occurrence) return undefined
  const self = { userId: null, email, name: null }
  const occurrenceAttendees = occurrence?.override?.attendees
  if (
    !(occurrenceAttendees ? occurrenceAttendees.some((person) => personKey(person) === email) : row.attends)
  )
    return undefined
  if (countedStatus(answerLookup(series, answers)(self, recurrenceId)) === 'declined') return undefined
  const span = occurrence?.span ?? series.span
  const data = {
    path: `/g/${guestToken(link, 'page')}`,
    event: occurrence?.override?.title ?? title,
    when: await mailedWhen(span, span.type === 'timed' ? span.startZone : zone, locale),
  }
  const until = instantsOf(span, zone).from
  return { to: email, userId: null, template: 'guest-reminder', data, locale, until } as const
}

async function readGuests(tx: Tx, alarms: readonly GuestAlarm[]): Promise<GuestRow[]> {
  const links = JSON.stringify(alarms.map(({ guest }) => guest))
  return await tx.execute<Columns<GuestRow>>(sql`
    select l.id as link, l.email, coalesce(l.locale, o.locale, 'en') as locale, coalesce(o.time_zone, 'UTC') as zone,
      l.remind_minutes_before as "remindMinutesBefore", e.title, e.recurrence, e.overrides, e.start_date as "startDate", e.end_date as "endDate",
      to_json(e.start_wall) as "startWall", to_json(e.end_wall) as "endWall", e.start_zone as "startZone",
      e.end_zone as "endZone",
      exists (select 1 from attendees a where a.event_id = e.id and a.user_id is null and lower(a.email) = l.email)
        as attends,
      (select coalesce(json_agg(json_build_object('userId', null, 'email', a.email, 'name', null,
          'recurrenceId', a.recurrence_id, 'status', a.status, 'givenFor', a.given_for)), '[]')
        from answers a where a.event_id = e.id and lower(a.email) = l.email) as answers
    from guest_links l join events e on e.id = l.event_id
      join placements p on p.event_id = e.id and p.home and p.deleted_at is null
      left join users o on o.id = coalesce(e.organizer_id, e.created_by)
    where l.id in (select jsonb_array_elements_text(${links}::jsonb)::uuid)
      and l.email is not null and l.revoked_at is null and not l.unsubscribed
      and l.remind_minutes_before is not null and e.deleted_at is null and e.status <> 'cancelled'`)
}
