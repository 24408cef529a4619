import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { type Actor, userIdOf } from '@/lib/access/actor'
import { type Grant, grant } from '@/lib/access/grant'
import { readersOf } from '@/lib/access/levels'
import { canWrite } from '@/lib/access/nouns/event'
import { isActive, isInvitationPlacement, ownersSeePrivate } from '@/lib/access/visible-events'
import { AppError } from '@/lib/errors'
import type { Audience, audienceQuery } from '@/lib/schemas/audience'

/** Maximum number of names in the response; further readers are counted. */
const MAX_NAMES = 8

/**
 * Returns the users who will read an event that is saved with this calendar, visibility and attendees: in the calendar,
 * in the other calendars that show it, and as attendees. The rule is that of `visibleEvents`, applied to one event and
 * all users, except that other readers of an attendee's calendar are not revealed. Names are those of people in a
 * common group and of the calendar's owner. A member of a common group whose share waits to be accepted counts as a
 * reader: otherwise the editor could tell that this member has blocked them.
 */
export async function audience(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof audienceQuery>,
): Promise<Audience> {
  const self = userIdOf(actor)
  const { row: calendar } = await grant(tx, actor, 'write', 'calendar', input.calendar)
  const event = input.event ? (await writableEvent(tx, actor, input.event)).row : undefined
  // Only people whom the editor knows: otherwise the count would reveal whether an arbitrary user reads the
  // calendar.
  const people = await grant(tx, actor, 'read', 'people', [...input.attendees, ...input.hiddenFrom])
  const known = people.row.map(({ id }) => id)
  const currentAttendees = event ? event.attendees.flatMap(({ userId }) => userId ?? []) : []
  const attendees = input.attendees.filter((id) => known.includes(id) || currentAttendees.includes(id))
  const hideable = [...known, calendar.ownerUserId, ...(event?.hiddenFrom ?? [])]
  const hiddenFrom = input.hiddenFrom.filter((id) => hideable.includes(id))
  const concerned = JSON.stringify([event ? event.createdBy : self, ...attendees])
  const row = singleRow(
    await tx.execute<{ isEditorIncluded: boolean; names: string[]; total: number }>(sql`
    with concerned as (
      select (jsonb_array_elements_text(${concerned}::jsonb))::uuid as id
    ), attending as (
      select u.id from jsonb_array_elements_text(${JSON.stringify(attendees)}::jsonb) a (id)
        join users u on u.id = a.id::uuid and u.email is not null
    ), readers as (
      select r.user_id, r.level, true as shows_private from ${readersOf(calendar.id, 'shared')} r
      union all
      select r.user_id, r.level, ${ownersSeePrivate()} from placements p join events e on e.id = p.event_id
        cross join lateral ${readersOf(sql`p.calendar_id`, 'shared')} r
        join calendars c on c.id = p.calendar_id and not ${isInvitationPlacement()}
        where p.event_id = ${event ? event.id : null}::uuid and not p.home and p.detail <> 'busy'
          and p.calendar_id <> ${calendar.id} and p.deleted_at is null and ${isActive()}
      union all
      select id, 4, true from attending
    ), seeing as (
      select distinct user_id from readers
      where level >= 2 and user_id not in (select jsonb_array_elements_text(${JSON.stringify(hiddenFrom)}::jsonb)::uuid)
        and (not ${input.private} or (level >= 4 and shows_private)
        or user_id in (select id from concerned where id is not null))
    ), known as (
      select u.id, u.name, u.search_name from seeing join users u on u.id = seeing.user_id
      where u.id <> ${self} and (u.id = ${calendar.ownerUserId}::uuid or exists (
        select 1 from members mine join members theirs on theirs.group_id = mine.group_id
        join groups g on g.id = mine.group_id and g.deleted_at is null
        where mine.user_id = ${self} and theirs.user_id = u.id))
      order by u.search_name, u.id limit ${MAX_NAMES}
    )
    select exists (select 1 from seeing where user_id = ${self}) as "isEditorIncluded",
      (select coalesce(json_agg(name order by search_name, id), '[]') from known) as names,
      (select count(*)::int from seeing where user_id <> ${self}) as total`),
  )
  return { isEditorIncluded: row.isEditorIncluded, names: row.names, others: row.total - row.names.length }
}

/** Loads an event that the actor may write, without the lock that a grant to write takes: this query only reads. */
async function writableEvent(tx: Tx, actor: Actor, id: string): Promise<Grant<'read', 'event'>> {
  const found = await grant(tx, actor, 'read', 'event', id)
  if (!canWrite(found.row)) throw new AppError('FORBIDDEN')
  return found
}
