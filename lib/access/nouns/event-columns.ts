import { sql } from 'drizzle-orm'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { Attachment } from '@/lib/calendar/attachment'
import { levelsOf } from '../levels'
import { homeGroupOf, memberColorsFor } from '../member-colors'
import type { PlacementView } from '../visibility'
import { isActive, isInvitationPlacement, placerLevel } from '../visible-events'

export interface Attendee {
  id: string
  userId: string | null
  email: string | null
  name: string | null
}

/** An active placement, with the actor's level in its calendar (0: none). */
export interface LoadedPlacement extends PlacementView {
  calendarId: string
  ownerId: string | null
  level: number
  isInvitation: boolean
}

export function placementsFor(userId: string) {
  return sql<LoadedPlacement[]>`(
    select coalesce(json_agg(json_build_object('calendarId', p.calendar_id, 'ownerId', c.owner_user_id, 'home', p.home,
      'detail', p.detail, 'level', coalesce(l.level, 0),
      'placedBy', p.placed_by, 'isInvitation', ${isInvitationPlacement()}, 'placerLevel', case when not p.home then ${placerLevel()} end)
      order by p.home desc, p.calendar_id), '[]')
    from placements p
    join calendars c on c.id = p.calendar_id and c.deleted_at is null
    left join ${levelsOf(userId)} l on l.calendar_id = p.calendar_id
    where p.event_id = ${EVENT_ID} and ${isActive()} and (p.deleted_at is null) = (events.deleted_at is null))`.mapWith(
    parseJsonColumn<LoadedPlacement[]>,
  )
}

/** Qualified with its table: drizzle omits it in a select from one table, but subqueries need it. */
const EVENT_ID = sql.raw('events.id')

/** The attendees of the event, or of the series as a whole. */
export const attendeesOf = sql<Attendee[]>`(
  select coalesce(json_agg(json_build_object('id', a.id, 'userId', a.user_id, 'email', a.email,
    'name', coalesce(u.name, a.name)) order by a.id), '[]')
  from attendees a left join users u on u.id = a.user_id
  where a.event_id = ${EVENT_ID})`.mapWith(parseJsonColumn<Attendee[]>)

/** Ids of the users that the event is hidden from, sorted. */
export const hiddenFromOf = sql<string[]>`(
  select coalesce(json_agg(h.user_id order by h.user_id), '[]') from hidden_from h
  where h.event_id = ${EVENT_ID})`.mapWith(parseJsonColumn<string[]>)

/** Ids of the groups whose later members are invited too, sorted. */
export const groupsOf = sql<string[]>`(
  select coalesce(json_agg(i.group_id order by i.group_id), '[]') from invited_groups i
  where i.event_id = ${EVENT_ID})`.mapWith(parseJsonColumn<string[]>)

/** The answers to an event and its occurrences, with their ids. */
export const answersOf = sql<StoredAnswer[]>`(
  select coalesce(json_agg(json_build_object('id', a.id, 'userId', a.user_id, 'email', a.email, 'name', a.name,
    'recurrenceId', a.recurrence_id, 'status', a.status, 'partySize', a.party_size, 'comment', a.comment,
    'givenFor', a.given_for, 'source', a.source, 'answeredAt', a.answered_at) order by a.id), '[]')
  from answers a where a.event_id = ${EVENT_ID})`.mapWith(parseJsonColumn<StoredAnswer[]>)

/** The files attached to an event, in the order in which they were added. */
export const attachmentsOf = sql<Attachment[]>`(
  select coalesce(json_agg(json_build_object('id', a.id, 'name', f.name, 'type', f.type, 'bytes', f.bytes,
    'width', f.width, 'height', f.height) order by a.id), '[]')
  from attachments a join attachment_files f on f.id = a.file_id
  where a.event_id = ${EVENT_ID} and a.deleted_at is null)`.mapWith(parseJsonColumn<Attachment[]>)

/** Names by id: of users that the event refers to, and of invited groups that the viewer is in. */
export function namesFor(viewerId: string) {
  return sql<Record<string, string>>`(
    select coalesce(json_object_agg(id, name), '{}') from (
      select u.id, u.name from users u where u.id in (
        select (jsonb_path_query(events.overrides, '$.*.attendees[*].userId ? (@ != null)') #>> '{}')::uuid
        union select h.user_id from hidden_from h where h.event_id = ${EVENT_ID}
        union select events.organizer_id)
      union all
      select g.id, g.name from invited_groups i join groups g on g.id = i.group_id and g.deleted_at is null
        join members m on m.group_id = g.id and m.user_id = ${viewerId}
        where i.event_id = ${EVENT_ID}) named)`.mapWith(parseJsonColumn<Record<string, string>>)
}

/** Ids of the users who attend the event or an occurrence of it, in SQL. */
const ATTENDING = sql`(
  select a.user_id from attendees a where a.event_id = ${EVENT_ID} and a.user_id is not null
  union
  select (jsonb_path_query(events.overrides, '$.*.attendees[*].userId ? (@ != null)') #>> '{}')::uuid)`

/** Ids of the attendees who are group members without an account. */
export const managedOf = sql<string[]>`(
  select coalesce(json_agg(managed.user_id), '[]') from managed_members managed
  where managed.user_id in ${ATTENDING})`.mapWith(parseJsonColumn<string[]>)

/** Colors of attendees by id, see {@link memberColorsFor}. */
export function attendeeColorsFor(viewerId: string) {
  return sql<Record<string, string>>`(
    select coalesce(json_object_agg(user_id, color), '{}')
    from ${memberColorsFor(viewerId, ATTENDING, homeGroupOf(EVENT_ID))} colored)`.mapWith(
    parseJsonColumn<Record<string, string>>,
  )
}

/** Parses a JSON column, which the driver returns as text in queries whose columns drizzle maps. */
export function parseJsonColumn<T>(value: unknown): T {
  return typeof value === 'string' ? JSON.parse(value) : (value as T)
}
