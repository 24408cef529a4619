import type { Vote } from '@/lib/calendar/gatherings/choices'
import { rankSlots, rankTotals, type SlotRank } from '@/lib/calendar/gatherings/rank-slots'
import { instantsOf } from '@/lib/calendar/span'
import type { GatheringPageData, GatheringParticipant } from '@/lib/schemas/gathering-page'

/** Votes of one participant by slot id. */
export type Votes = Readonly<Record<string, Vote>>

const VOTE_OF: Record<string, Vote | undefined> = { y: 'yes', i: 'if-need-be', n: 'no' }

/** Returns the votes of a participant; null if the viewer may not see them. */
export function votesOf({ ballot }: GatheringParticipant, slots: GatheringPageData['slots']): Votes | null {
  if (ballot === null) return null
  const known = slots.flatMap(({ id }, index) => {
    const vote = VOTE_OF[ballot[index] ?? '']
    return vote ? [[id, vote] as const] : []
  })
  return Object.fromEntries(known)
}

/** Returns the vote of a participant for the slot at an index. */
export function voteAt({ ballot }: GatheringParticipant, index: number): Vote | undefined {
  return VOTE_OF[ballot?.[index] ?? '']
}

/** Returns the totals and the rank of each slot by its id; null if the viewer may not see the votes of others. */
export function ranksOf({
  slots,
  participants,
  participantCount,
  gathering,
}: GatheringPageData): Map<string, SlotRank> | null {
  if (slots.some(({ counts }) => !counts)) return null
  const times = slots.map(({ id, span, counts }) => {
    return { id, from: instantsOf(span, gathering.timeZone).from, counts: counts! }
  })
  const ballots = participants.flatMap((participant) => {
    const votes = votesOf(participant, slots)
    const { id, isRequired } = participant
    return votes ? [{ participant: id, isRequired, votes }] : []
  })
  const ranks =
    ballots.length === participantCount
      ? rankSlots(times, ballots, gathering.quorum)
      : rankTotals(
          times.map(({ counts, ...time }) => ({ ...time, ...counts, missing: [] })),
          gathering.quorum,
        )
  return new Map(ranks.map((rank) => [rank.id, rank]))
}

/** Returns the votes to send: those of the ballot with the viewer's edits, for slots that still exist. */
export function ballotToSend(
  slots: GatheringPageData['slots'],
  stored: Votes,
  edits: Readonly<Record<string, Vote | null>>,
): Record<string, Vote> {
  const known = slots.flatMap(({ id }) => {
    const vote = id in edits ? edits[id] : stored[id]
    return vote ? [[id, vote] as const] : []
  })
  return Object.fromEntries(known)
}
