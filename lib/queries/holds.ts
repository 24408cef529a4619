import { type SQL, sql } from 'drizzle-orm'
import { defaultCalendarOf } from '@/lib/access/nouns/event-invitation'
import { isOfDeletedGroup } from '@/lib/access/nouns/gathering'
import type { Reach } from '@/lib/access/reach'
import type { Day } from '@/lib/calendar/day'
import { FLAG, type Hold, type Tuple } from '@/lib/calendar/tuple'
import type { Zone } from '@/lib/calendar/zones/zone'
import { isWithinDays } from './within-days'

/** Maximum number of holds in a range. */
const MAX_HOLDS = 500

/** A slot that is held in a calendar of the reach: with the gathering, if the viewer takes part in it. */
export type HeldSlot = [
  gathering: [id: string, slug: string, title: string] | null,
  calendar: number,
  flags: number,
  start: number,
  end: number,
]

/**
 * The column of the slots of open gatherings that hold a time in the default calendar of each participant who has not
 * voted no. Participants see their own holds. Other viewers of the calendar see that the participant is busy, unless
 * the gathering hides its participants; those who take part themselves know it from the gathering.
 */
export function holdsColumn({ userId, calendars }: Reach, span: { from: Day; to: Day; zone: Zone }): SQL {
  const owned = calendars.flatMap(({ id, ownerId }, index) => (ownerId ? { id, index, owner: ownerId } : []))
  const isOwn = sql`c.owner = ${userId}::uuid`
  return sql`(select coalesce(json_agg(json_build_array(gathering, index, flags, span_start, span_end)), '[]') from (
    select c.index, case when ${isOwn} then json_build_array(g.id, g.slug, g.title) end as gathering,
      case when ${isOwn} then ${FLAG.hold}::int else ${FLAG.redacted | FLAG.tentative}::int end
        + case when e.start_date is null then 0 else ${FLAG.allDay}::int end as flags,
      coalesce(e.start_date - date '1970-01-01', extract(epoch from e.span_from)::bigint) as span_start,
      coalesce(e.end_date - date '1970-01-01', extract(epoch from e.span_to)::bigint) as span_end
    from jsonb_to_recordset(${JSON.stringify(owned)}::jsonb) as c (id uuid, index int, owner uuid)
      join gathering_participants p on p.user_id = c.owner and p.revoked_at is null
      join gatherings g on g.id = p.gathering_id and g.holds and g.status = 'draft' and g.deleted_at is null
        and not ${isOfDeletedGroup}
      join gathering_slots e on e.gathering_id = g.id and e.removed_at is null and ${isWithinDays(span)}
    where c.id = (${defaultCalendarOf(sql`p.user_id`)})
      and not exists (select 1 from gathering_votes v
        where v.slot_id = e.id and v.participant_id = p.id and v.vote = 'no')
      and (${isOwn} or (not g.participants_hidden and g.organizer_id <> ${userId}::uuid and not exists (
        select 1 from gathering_participants o
        where o.gathering_id = g.id and o.user_id = ${userId}::uuid and o.revoked_at is null)))
    order by e.span_from, e.id limit ${MAX_HOLDS}) held)`
}

/** Divides held slots into the viewer's own holds and busy times of other people. */
export function divideHolds(slots: readonly HeldSlot[]): { holds: Hold[]; busy: Tuple[] } {
  const holds: Hold[] = []
  const busy: Tuple[] = []
  for (const [gathering, ...time] of slots) {
    if (gathering) holds.push([...gathering, ...time])
    else busy.push([0, ...time, '', 0, 0])
  }
  return { holds, busy }
}
