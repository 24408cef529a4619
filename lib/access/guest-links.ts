import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Overrides } from '@/lib/calendar/series/recurrence'
import { type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { type Actor, isPublicLink } from './actor'
import type { Attendee } from './nouns/event-columns'
import { isGuest } from './visibility'

/** The actor of a guest's own link. */
export type Guest = Extract<Actor, { kind: 'guest' }>

/** A guest link, and the guest or event that it gives access to. */
export type GuestLink = {
  id: string
  eventId: string
  /** The language that the guest chose. */
  locale: string | null
} & (
  | { state: 'personal'; guest: Guest; remindMinutesBefore: number | null; unsubscribed: boolean }
  /** A personal link whose event was deleted, with the last title and time that the guest could see. */
  | { state: 'deleted'; title: string; span: Span }
  /** The link by which anyone can join the event. */
  | { state: 'public'; guest: Guest }
  /**
   * A link that was revoked or replaced, that belongs to a guest who is no longer invited, or by which anyone could
   * join a deleted event.
   */
  | { state: 'gone' }
)

/** Loads a guest link; undefined if it does not exist. */
export async function loadGuestLink(db: Db, id: string): Promise<GuestLink | undefined> {
  const [row] = await db.execute<Columns<LinkRow>>(sql`
    select l.id, l.event_id as "eventId", l.email, l.name, l.locale, l.unsubscribed,
      l.remind_minutes_before as "remindMinutesBefore", e.title, e.overrides,
      e.start_date as "startDate", e.end_date as "endDate", e.start_wall as "startWall", e.end_wall as "endWall",
      e.start_zone as "startZone", e.end_zone as "endZone",
      e.deleted_at is not null or c.deleted_at is not null as "isDeleted", l.revoked_at is not null as "isRevoked",
      (select coalesce(json_agg(json_build_object('id', a.id, 'userId', a.user_id, 'email', a.email, 'name', a.name)),
        '[]') from attendees a where a.event_id = l.event_id) as attendees
    from guest_links l join events e on e.id = l.event_id
    join placements p on p.event_id = e.id and p.home join calendars c on c.id = p.calendar_id
    where l.id = ${id}`)
  if (!row) return undefined
  const { eventId, email, name, locale, isDeleted, remindMinutesBefore, unsubscribed } = row
  const link = { id, eventId, locale }
  const person = { email, name }
  const guest = { kind: 'guest', link: id, event: eventId, person } as const
  const isPublic = isPublicLink(person)
  if (row.isRevoked || (isPublic ? isDeleted : !isGuest(row, person))) return { ...link, state: 'gone' }
  if (isPublic) return { ...link, state: 'public', guest }
  if (isDeleted) return { ...link, state: 'deleted', title: row.title, span: spanFromRow(row) }
  return { ...link, state: 'personal', guest, remindMinutesBefore, unsubscribed }
}

interface LinkRow extends SpanRow {
  id: string
  eventId: string
  email: string | null
  name: string | null
  locale: string | null
  unsubscribed: boolean
  remindMinutesBefore: number | null
  title: string
  overrides: Overrides
  isDeleted: boolean
  isRevoked: boolean
  attendees: Attendee[]
}
