import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { type Actor, principalOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { guestToken } from '@/lib/access/guest-tokens'
import { levelsOf } from '@/lib/access/levels'
import { memberColorsFor } from '@/lib/access/member-colors'
import { canComment, type GatheringRow, seesParticipants, seesVotes } from '@/lib/access/nouns/gathering'
import { canSeePictureOf } from '@/lib/access/nouns/picture'
import { visibleEvents } from '@/lib/access/visible-events'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { GatheringPageData, GatheringParticipant, GatheringSlot } from '@/lib/schemas/gathering-page'

/**
 * Returns what the page of a gathering shows to the actor of the grant. Hidden votes and participants are not read for
 * actors who may not see them. The number of statements is the same for every gathering.
 */
export async function gatheringPage(
  db: Db,
  { row, actor }: Grant<'read', 'gathering'> | Grant<'read', 'gathering-page'>,
): Promise<GatheringPageData> {
  const [slots, participants, names] = await Promise.all([
    slotsOf(db, row),
    participantsOf(db, row, actor),
    namesOf(db, row, actor),
  ])
  const isDraft = row.status === 'draft'
  const canVote = isDraft && (row.participant !== null || actor.kind === 'user')
  return {
    gathering: {
      ...{ id: row.id, slug: row.slug, title: row.title, description: row.description },
      ...{ location: row.location, url: row.url, image: row.image, status: row.status, version: row.version },
      ...names,
      ...{ access: row.access, timeZone: row.timeZone, calendarId: row.isManager ? row.calendarId : null },
      deadline: row.deadline === null ? null : { wall: row.deadline, at: row.deadlineAt!.getTime() },
      ...{ lockRule: row.lockRule, quorum: row.quorum, participantsAddSlots: row.participantsAddSlots },
      ...{ votesHidden: row.votesHidden, participantsHidden: row.participantsHidden, holds: row.holds },
      lockedSlot: row.lockedSlotId,
    },
    slots,
    participants,
    participantCount: participants.length,
    votedCount:
      seesVotes(row) && seesParticipants(row) ? participants.filter(({ hasVoted }) => hasVoted).length : null,
    viewer: row.participant,
    can: {
      vote: canVote,
      join: isDraft && row.access === 'link' && actor.kind === 'nobody',
      addSlots: isDraft && (row.isManager || (row.participantsAddSlots && row.participant !== null)),
      comment: canComment(row, actor),
      write: row.isManager,
    },
  }
}

/** The order of slots: by time, in their own zones. */
const SLOT_ORDER = sql`coalesce(s.start_date::timestamp, s.start_wall), coalesce(s.end_date::timestamp, s.end_wall), s.id`

async function slotsOf(db: Db, row: GatheringRow): Promise<GatheringSlot[]> {
  const counts = sql`left join (
      select v.slot_id, count(*) filter (where v.vote = 'yes')::int as yes,
        count(*) filter (where v.vote = 'if-need-be')::int as "ifNeedBe",
        count(*) filter (where v.vote = 'no')::int as no
      from gathering_votes v join gathering_participants p on p.id = v.participant_id
      where p.gathering_id = ${row.id} and p.revoked_at is null group by v.slot_id) c on c.slot_id = s.id`
  const rows = await db.execute<Columns<SpanRow & SlotRow>>(sql`
    select s.id, s.added_by as "addedBy", s.start_date as "startDate", s.end_date as "endDate",
      to_char(s.start_wall, 'YYYY-MM-DD"T"HH24:MI:SS') as "startWall",
      to_char(s.end_wall, 'YYYY-MM-DD"T"HH24:MI:SS') as "endWall",
      s.start_zone as "startZone", s.end_zone as "endZone"
      ${seesVotes(row) ? sql`, coalesce(c.yes, 0) as yes, coalesce(c."ifNeedBe", 0) as "ifNeedBe", coalesce(c.no, 0) as no` : sql``}
    from gathering_slots s ${seesVotes(row) ? counts : sql``}
    where s.gathering_id = ${row.id} and s.removed_at is null order by ${SLOT_ORDER}`)
  return rows.map(({ id, addedBy, yes, ifNeedBe, no, ...time }) => ({
    ...{
      id,
      span: spanFromRow(time),
      addedBy: seesParticipants(row) || addedBy === row.participant ? addedBy : null,
    },
    counts: yes === undefined ? null : { yes, ifNeedBe: ifNeedBe!, no: no! },
  }))
}

interface SlotRow {
  id: string
  addedBy: string | null
  yes?: number
  ifNeedBe?: number
  no?: number
}

async function participantsOf(db: Db, row: GatheringRow, actor: Actor): Promise<GatheringParticipant[]> {
  const viewer = principalOf(actor)
  const isShown = seesParticipants(row) ? sql`true` : sql`p.id = ${row.participant}::uuid`
  const showsBallot = seesVotes(row) ? sql`true` : sql`p.id = ${row.participant}::uuid`
  const people = sql`select user_id from gathering_participants where gathering_id = ${row.id} and user_id is not null`
  const rows = await db.execute<Columns<GatheringParticipant & { votes: string | null; slots: number }>>(sql`
    with s as materialized (
      select s.id, row_number() over (order by ${SLOT_ORDER}) - 1 as n, count(*) over () as total
      from gathering_slots s where s.gathering_id = ${row.id} and s.removed_at is null)
    select p.id, ${row.isManager ? sql`coalesce(p.email, p.contact_email)` : sql`null`} as email,
      case when p.user_id is not null then case when u.deleted_at is null then u.name end
        else coalesce(p.name, ${row.isManager ? sql`p.email` : sql`split_part(p.email, '@', 1)`}) end as name,
      ${viewer ? sql`p.user_id` : sql`null`} as "userId",
      ${viewer ? sql`case when ${canSeePictureOf(viewer)} then u.image end` : sql`null`} as image,
      ${viewer ? sql`colored.color` : sql`null`} as color,
      p.user_id is null as "isGuest", p.is_required as "isRequired", p.source,
      case when ${showsBallot} then p.voted_at is not null end as "hasVoted",
      case when ${showsBallot} then p.comment else '' end as comment,
      case when ${showsBallot} then coalesce(b.votes, '') end as votes,
      coalesce((select total from s limit 1), 0)::int as slots
    from gathering_participants p left join users u on u.id = p.user_id
      left join (
        select v.participant_id, string_agg(s.n || left(v.vote, 1), ' ') as votes
        from s join gathering_votes v on v.slot_id = s.id group by v.participant_id) b on b.participant_id = p.id
      ${viewer ? sql`left join ${memberColorsFor(viewer, people, row.groupId ? sql`${row.groupId}::uuid` : undefined)} colored on colored.user_id = p.user_id` : sql``}
    where p.gathering_id = ${row.id} and p.revoked_at is null and ${isShown}
    order by ${seesVotes(row) ? sql`p.voted_at is null,` : sql``} p.created_at, p.id`)
  return rows.map(({ votes, slots, ...participant }) => ({
    ...participant,
    path:
      row.isManager && participant.isGuest
        ? `/g/${row.slug}/${guestToken(participant.id, 'gathering')}`
        : null,
    ballot: votes === null ? null : toBallot(votes, slots),
  }))
}

/** Converts `3y 5n` to a character for each slot. */
function toBallot(votes: string, slots: number): string {
  const ballot = Array<string>(slots).fill('-')
  for (const vote of votes.split(' ').filter(Boolean)) ballot[Number.parseInt(vote, 10)] = vote.at(-1)!
  return ballot.join('')
}

async function namesOf(db: Db, row: GatheringRow, actor: Actor) {
  const viewer = principalOf(actor)
  const found = singleRow(
    await db.execute<Columns<NamesRow>>(sql`
    select u.name as organizer, ${viewer ? sql`case when ${canSeePictureOf(viewer)} then u.image end` : sql`null`} as image,
      g.name as "groupName", g.color as "groupColor",
      ${viewer ? sql`exists (${readsEvent(viewer, row)})` : sql`false`} as "readsEvent",
      ${actor.kind === 'participant' && row.status === 'locked' ? sql`(${ownEventLink(row)})` : sql`null`} as "eventLink"
    from users u left join groups g on g.id = ${row.role ? row.groupId : null}::uuid where u.id = ${row.organizerId}`),
  )
  return {
    organizer: { id: viewer && row.organizerId, name: found.organizer, image: found.image },
    group:
      found.groupName !== null && row.groupId
        ? { id: row.groupId, name: found.groupName, color: found.groupColor! }
        : null,
    event: found.readsEvent ? row.eventId : null,
    eventPath: found.eventLink && `/g/${guestToken(found.eventLink, 'page')}`,
  }
}

interface NamesRow {
  organizer: string
  image: string | null
  groupName: string | null
  groupColor: string | null
  readsEvent: boolean
  eventLink: string | null
}

/** Finds the link to the event of a participant who attends it by name (lib/commands/gathering-lock.ts). */
function ownEventLink({ eventId, participant }: GatheringRow) {
  return sql`select l.id from guest_links l join events e on e.id = l.event_id and e.deleted_at is null
    where l.id = ${participant}::uuid and l.event_id = ${eventId}::uuid and l.revoked_at is null`
}

/** Finds the event of a gathering if a user reads it. */
function readsEvent(userId: string, { eventId }: GatheringRow) {
  return sql`select 1 from placements p join ${levelsOf(userId)} l on l.calendar_id = p.calendar_id
      cross join lateral ${visibleEvents({ userId }, sql`l.level`)} e
    where p.event_id = ${eventId}::uuid and p.deleted_at is null and e.detail <> 'busy'`
}
