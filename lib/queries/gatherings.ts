import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { managesGathering, seesGathering } from '@/lib/access/nouns/gathering'
import type { Reach } from '@/lib/access/reach'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { isMailEnabled } from '@/lib/mail/send'
import type { GatheringList, gatheringsQuery, ListedGathering } from '@/lib/schemas/gathering-page'

const PAGE_SIZE = 50

/** Returns a page of the gatherings that the user sees, the newest first. Open pages of strangers are not listed. */
export async function listGatherings(
  db: Db,
  { userId }: Reach,
  { group, status, before }: z.output<typeof gatheringsQuery>,
): Promise<GatheringList> {
  const user = sql`${userId}::uuid`
  const rows = await db.execute<Columns<Row>>(sql`
    select g.id, g.slug, g.title, g.status, g.image, u.name as organizer, g.organizer_id = ${user} as "isOrganizer",
      case when m.user_id is not null then json_build_object('id', c.id, 'name', c.name, 'color', c.color) end as "group",
      (extract(epoch from g.deadline_at) * 1000)::float8 as "deadlineAt",
      (select count(*)::int from gathering_slots s where s.gathering_id = g.id and s.removed_at is null) as "slotCount",
      own.voted_at is not null as "isVoted", own.id is not null as "isParticipant",
      not (g.votes_hidden or g.participants_hidden) or ${managesGathering(user)} as "seesVotes",
      not g.participants_hidden or ${managesGathering(user)} as "seesParticipants",
      people.all as "all", people.voted,
      s.start_date as "startDate", s.end_date as "endDate",
      to_char(s.start_wall, 'YYYY-MM-DD"T"HH24:MI:SS') as "startWall",
      to_char(s.end_wall, 'YYYY-MM-DD"T"HH24:MI:SS') as "endWall",
      s.start_zone as "startZone", s.end_zone as "endZone"
    from gatherings g join users u on u.id = g.organizer_id
      left join groups c on c.id = g.group_id
      left join members m on m.group_id = g.group_id and m.user_id = ${user}
      left join gathering_participants own on own.gathering_id = g.id and own.user_id = ${user} and own.revoked_at is null
      left join gathering_slots s on s.id = g.locked_slot_id
      cross join lateral (select count(*)::int as "all", count(p.voted_at)::int as voted from gathering_participants p
        where p.gathering_id = g.id and p.revoked_at is null) people
    where ${seesGathering(user)}
      ${group ? sql`and g.group_id = ${group}` : sql``} ${status ? sql`and g.status = ${status}` : sql``}
      ${before ? sql`and g.id < ${before}` : sql``}
    order by g.id desc limit ${PAGE_SIZE + 1}`)
  return { gatherings: rows.slice(0, PAGE_SIZE).map(toListed), hasMore: rows.length > PAGE_SIZE }
}

/**
 * Whether participants without an account get mails: these have the name of the organizer, whose own address must be
 * verified, so that nobody sends mails in the name of another person.
 */
export async function canMailParticipants(db: Db, gathering: string): Promise<boolean> {
  if (!isMailEnabled()) return false
  const found = await db.execute(sql`
    select 1 from gatherings g join users u on u.id = g.organizer_id
    where g.id = ${gathering}
      and u.email_verified is not null and u.deleted_at is null and u.suspended_at is null`)
  return found.length > 0
}

type Row = SpanRow &
  Omit<ListedGathering, 'participantCount' | 'votedCount' | 'hasVoted' | 'span'> & {
    isVoted: boolean
    isParticipant: boolean
    seesVotes: boolean
    seesParticipants: boolean
    all: number
    voted: number
  }

function toListed(row: Row): ListedGathering {
  const { isVoted, isParticipant, seesVotes, seesParticipants, all, voted, ...rest } = row
  const { startDate, endDate, startWall, endWall, startZone, endZone, ...listed } = rest
  const isLocked = startDate !== null || startWall !== null
  return {
    ...listed,
    participantCount: seesParticipants ? all : Number(isParticipant),
    votedCount: seesVotes ? voted : null,
    hasVoted: isParticipant ? isVoted : null,
    span: isLocked ? spanFromRow({ startDate, endDate, startWall, endWall, startZone, endZone }) : null,
  }
}
