import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { loadBlocks } from '@/lib/access/blocked-users'
import type { GatheringStatus } from '@/lib/calendar/gatherings/choices'
import type { RecordedParticipant, RecordedVote } from '@/lib/calendar/gatherings/recorded'
import type { NotificationKind } from '@/lib/calendar/notifications'
import type { Notice, StreamChange } from './notice'

/** The commands by which others make a user a participant. */
const INVITING = ['createGathering', 'inviteParticipants']

/** The users whom changes of a gathering may concern. */
interface Concerned {
  id: string
  groupId: string | null
  organizer: string
  participants: string[]
  /** The participants who have voted, also those who have voted for removed slots only. */
  voters: string[]
}

/**
 * Notifies users of gatherings: those who are asked to vote, the organizer of votes, those who have voted of changed
 * slots, and all participants of the chosen time or the cancellation. Several votes in a gathering, and several changes
 * of its slots by the same author, are one notification.
 */
export async function gatheringNotices(
  tx: Tx,
  all: readonly StreamChange[],
): Promise<Map<StreamChange, Notice[]>> {
  if (!all.length) return new Map()
  const gatherings = await concernedBy(
    tx,
    all.map(({ change }) => change.id),
  )
  const invited = all.flatMap(({ change }) => (change.entity === 'participant' ? invitedUsers(change) : []))
  const hasBlocked = await loadBlocks(
    tx,
    invited,
    all.flatMap(({ change }) => change.by ?? []),
  )
  const first = new Map<string, Notice>()
  return new Map(
    all.map((streamChange): [StreamChange, Notice[]] => {
      const { change, seq } = streamChange
      const { stream, by, id } = change
      const gathering = gatherings.get(id)
      const found = gathering && recipientsOf(streamChange, gathering)
      if (!found) return [streamChange, []]
      const notices = found.users.flatMap((userId): Notice[] => {
        if (found.kind === 'invited' && hasBlocked(userId, by)) return []
        const { kind } = found
        const notice = { kind, userId, groupId: gathering.groupId, gatheringId: id, stream, seq, by }
        const key = extendingKey(notice)
        const earlier = key && first.get(key)
        if (earlier) earlier.lastSeq = seq
        else if (key) first.set(key, notice)
        return earlier ? [] : [notice]
      })
      return [streamChange, notices]
    }),
  )
}

/** Returns what later changes of the same batch are combined by; undefined if each is a notification. */
function extendingKey({ kind, userId, gatheringId, by }: Notice): string | undefined {
  if (kind === 'voted') return `${kind} ${userId} ${gatheringId}`
  return kind === 'changed' ? `${kind} ${userId} ${gatheringId} ${by}` : undefined
}

function recipientsOf(
  { change }: StreamChange,
  { organizer, participants, voters }: Concerned,
): { kind: NotificationKind; users: string[] } | undefined {
  const { by } = change
  const others = (users: readonly string[]) => users.filter((userId) => userId !== by)
  switch (change.entity) {
    case 'participant':
      return { kind: 'invited', users: others(invitedUsers(change)) }
    case 'vote': {
      const hasVotes = Object.keys((change.after as RecordedVote).votes).length > 0
      return hasVotes ? { kind: 'voted', users: others([organizer]) } : undefined
    }
    case 'slot':
      return { kind: 'changed', users: others(voters) }
    case 'gathering': {
      const { status } = change.after as { status?: GatheringStatus }
      if (status === 'cancelled') return { kind: 'cancelled', users: others(participants) }
      if (status !== 'locked') return undefined
      // A rule acts in the name of the organizer, who has to learn of it.
      return { kind: 'locked', users: change.origin === 'job' ? participants : others(participants) }
    }
    default:
      return undefined
  }
}

function invitedUsers({ after, command }: StreamChange['change']): string[] {
  if (!INVITING.includes(command)) return []
  const { participants } = after as { participants: RecordedParticipant[] }
  return participants.flatMap(({ userId }) => userId ?? [])
}

async function concernedBy(tx: Tx, ids: readonly string[]): Promise<Map<string, Concerned>> {
  const rows = await tx.execute<Columns<Concerned>>(sql`
    select g.id, g.group_id as "groupId", g.organizer_id as organizer,
      coalesce(json_agg(p.user_id) filter (where p.id is not null), '[]') as participants,
      coalesce(json_agg(p.user_id) filter (where exists (
        select 1 from gathering_votes v where v.participant_id = p.id)), '[]') as voters
    from gatherings g
      left join gathering_participants p on p.gathering_id = g.id and p.user_id is not null and p.revoked_at is null
    where g.id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)
      and g.deleted_at is null
    group by g.id`)
  return new Map(rows.map((row) => [row.id, row]))
}
