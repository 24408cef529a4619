import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { isOfDeletedGroup, managesGathering, seesGathering } from '@/lib/access/nouns/gathering'
import type { Wall } from '@/lib/calendar/day'
import type { GatheringStatus } from '@/lib/calendar/gatherings/choices'
import { type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'

/** The gatherings that a user may read now, by id. */
export type ReadableGatherings = ReadonlyMap<string, ReadableGathering>

export interface ReadableGathering {
  title: string
  slug: string
  status: GatheringStatus
  groupId: string | null
  organizerId: string
  isManager: boolean
  votesHidden: boolean
  participantsHidden: boolean
  /** Whether the user takes part, and has voted. */
  takesPart: boolean
  hasVoted: boolean
  /** When votes are asked for until, as a time without duration. */
  deadline: Span | null
  /** The time that was chosen. */
  lockedSpan: Span | null
}

type Row = Omit<ReadableGathering, 'deadline' | 'lockedSpan'> &
  SpanRow & { id: string; userId: string; deadline: Wall | null; timeZone: Zone }

/** Returns which of the given gatherings each user may read, by user id. */
export async function readableGatherings(
  db: Db,
  userIds: readonly string[],
  ids: readonly string[],
): Promise<Map<string, ReadableGatherings>> {
  const readable = new Map(userIds.map((id) => [id, new Map() as Map<string, ReadableGathering>]))
  if (!ids.length || !userIds.length) return readable
  const user = sql`u.id`
  const rows = await db.execute<Columns<Row>>(sql`
    select u.id as "userId", g.id, g.title, g.slug, g.status, g.group_id as "groupId", g.organizer_id as "organizerId",
      ${managesGathering(user)} as "isManager", g.votes_hidden as "votesHidden",
      g.participants_hidden as "participantsHidden", p.id is not null as "takesPart",
      p.voted_at is not null as "hasVoted", to_json(g.deadline) as deadline, g.time_zone as "timeZone",
      s.start_date as "startDate", s.end_date as "endDate", to_json(s.start_wall) as "startWall",
      to_json(s.end_wall) as "endWall", s.start_zone as "startZone", s.end_zone as "endZone"
    from gatherings g
      cross join (select value::uuid as id from jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb)) u
      left join gathering_participants p on p.gathering_id = g.id and p.user_id = u.id and p.revoked_at is null
      left join gathering_slots s on s.id = g.locked_slot_id
    where g.id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)
      and g.deleted_at is null and not ${isOfDeletedGroup} and (g.access = 'link' or ${seesGathering(user)})`)
  for (const row of rows) {
    const { userId, id, startDate, endDate, startWall, endWall, startZone, endZone, ...gathering } = row
    const { deadline: at, timeZone: zone, ...fields } = gathering
    const isTimed = startDate !== null || startWall !== null
    readable.get(userId)!.set(id, {
      ...fields,
      deadline: at === null ? null : { type: 'timed', start: at, startZone: zone, end: at, endZone: zone },
      lockedSpan: isTimed
        ? spanFromRow({ startDate, endDate, startWall, endWall, startZone, endZone })
        : null,
    })
  }
  return readable
}
