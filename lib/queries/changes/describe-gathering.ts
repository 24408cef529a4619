import type { GatheringStatus } from '@/lib/calendar/gatherings/choices'
import type { RecordedParticipant, RecordedSlots, RecordedVote } from '@/lib/calendar/gatherings/recorded'
import type { GatheringDescription, SlotsDescription, VoteDescription } from './descriptions'
import type { ReadableGathering } from './readable-gatherings'
import type { RecordedChange } from './recorded-change'
import type { ChangeViewer } from './viewer'

/**
 * Describes a gathering by its present title, to users who read it now. In the stream of its group, a change has no
 * content but the status.
 */
export function describeGathering(
  { id, op, before, after }: RecordedChange,
  viewer: ChangeViewer,
): GatheringDescription | null {
  const gathering = viewer.gatherings.get(id)
  if (!gathering) return null
  const [old, next] = [before, after] as ({ status?: GatheringStatus } | null)[]
  const status = next?.status && next.status !== old?.status ? next.status : null
  return { ...about(id, gathering), kind: 'gathering', op, status: op === 'changed' ? status : null }
}

/** Describes slots, which all readers of the gathering see, by their number. */
export function describeSlots(
  { id, op, before, after }: RecordedChange,
  viewer: ChangeViewer,
): SlotsDescription | null {
  const gathering = viewer.gatherings.get(id)
  const recorded = (after ?? before) as { slots: RecordedSlots } | null
  if (!gathering || !recorded) return null
  return { ...about(id, gathering), kind: 'slot', op, count: Object.keys(recorded.slots).length }
}

/** Describes new, changed and removed participants by their number, unless they are hidden from the viewer. */
export function describeParticipants(
  { id, op, before, after }: RecordedChange,
  viewer: ChangeViewer,
): SlotsDescription | null {
  const gathering = viewer.gatherings.get(id)
  const recorded = (after ?? before) as { participants: RecordedParticipant[] } | null
  if (!gathering || !recorded || !seesOthers(gathering)) return null
  return { ...about(id, gathering), kind: 'participant', op, count: recorded.participants.length }
}

/** Describes who has voted, with the comment of the ballot. Hidden votes are only described to managers and the voter. */
export function describeVote(
  { id, op, after, guestName }: RecordedChange,
  viewer: ChangeViewer,
): VoteDescription | null {
  const gathering = viewer.gatherings.get(id)
  const vote = after as RecordedVote | null
  if (!gathering || !vote) return null
  const isShown = seesOthers(gathering) && (gathering.isManager || !gathering.votesHidden)
  if (!isShown && vote.userId !== viewer.userId) return null
  const { participant, userId, comment } = vote
  return { ...about(id, gathering), kind: 'vote', op, participant, userId, guestName, comment }
}

function seesOthers({ isManager, participantsHidden }: ReadableGathering): boolean {
  return isManager || !participantsHidden
}

function about(id: string, { title, slug, groupId }: ReadableGathering) {
  return { id, title, slug, groupId }
}
