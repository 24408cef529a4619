import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { pick } from '@/lib/calendar/event-fields'
import type { RecordedBallot, RecordedParticipant, RecordedSlots } from '@/lib/calendar/gatherings/recorded'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'

/** The fields of a gathering that its managers edit, as the history stores them. */
export const GATHERING_FIELDS = [
  ...([
    'slug',
    'title',
    'description',
    'location',
    'url',
    'access',
    'timeZone',
    'calendarId',
    'deadline',
  ] as const),
  ...(['lockRule', 'quorum', 'participantsAddSlots', 'votesHidden', 'participantsHidden', 'holds'] as const),
]

export type GatheringFields = Pick<GatheringRow, (typeof GATHERING_FIELDS)[number]>

/** Fields of a gathering in its history: those that are edited, the status and what follows from it. */
export type RecordedGathering = Partial<
  GatheringFields &
    Pick<GatheringRow, 'status' | 'organizerId' | 'groupId' | 'eventId' | 'lockedSlotId' | 'version'>
>

type Source = Pick<GatheringRow, 'id' | 'groupId' | 'access' | 'votesHidden' | 'participantsHidden'>

/**
 * Returns the changes of a gathering: in its own stream and, if all members of its group see it, a copy in that of the
 * group, whose pages list it. The copy has the status alone.
 */
export function gatheringChanges(
  gathering: Source,
  before: RecordedGathering | null,
  after: RecordedGathering | null,
): Change[] {
  const op = before ? (after ? 'changed' : 'removed') : 'added'
  const change = { entity: 'gathering', id: gathering.id, op } as const
  return [
    { ...change, stream: streamName('gathering', gathering.id), before, after },
    ...(gathering.groupId && gathering.access !== 'invited'
      ? [{ ...change, stream: streamName('group', gathering.groupId), ...statuses(before, after) }]
      : []),
  ]
}

function statuses(before: RecordedGathering | null, after: RecordedGathering | null) {
  const statusOf = (version: RecordedGathering | null) => version?.status && { status: version.status }
  return { before: statusOf(before) ?? null, after: statusOf(after) ?? null }
}

/** Returns the change of slots: all that one command changes. */
export function slotChange(
  gathering: Source,
  before: RecordedSlots | null,
  after: RecordedSlots | null,
  participant: string | null = null,
): Change {
  const slots = (record: RecordedSlots | null) => record && { slots: record, participant }
  return {
    ...{ stream: streamName('gathering', gathering.id), entity: 'slot', id: gathering.id },
    ...{ op: before ? (after ? 'changed' : 'removed') : 'added' },
    ...{ before: slots(before), after: slots(after) },
  }
}

/**
 * Returns the changes of participants: in the stream of the gathering, or that of its managers if participants are
 * hidden, and without content in the streams of those who have an account, whose pages list the gathering.
 */
export function participantChanges(
  gathering: Source,
  before: readonly RecordedParticipant[] | null,
  after: readonly RecordedParticipant[] | null,
): Change[] {
  const op = before ? (after ? 'changed' : 'removed') : 'added'
  const change = { entity: 'participant', id: gathering.id, op } as const
  const recorded = (people: readonly RecordedParticipant[] | null) =>
    people && { participants: people.map(identified) }
  const users = op === 'changed' ? [] : (after ?? before)!.flatMap(({ userId }) => userId ?? [])
  return [
    {
      ...change,
      ...streamFor(gathering, gathering.participantsHidden),
      before: recorded(before),
      after: recorded(after),
    },
    ...users.map((user) => ({ ...change, stream: streamName('user', user), hidden: true })),
  ]
}

/** Returns the change of a ballot, which only the managers see if votes or participants are hidden. */
export function voteChange(
  gathering: Source,
  { participant, userId }: { participant: string; userId: string | null },
  before: RecordedBallot,
  after: RecordedBallot,
): Change {
  const who = { participant, userId }
  return {
    ...streamFor(gathering, gathering.votesHidden || gathering.participantsHidden),
    ...{ entity: 'vote', id: gathering.id, op: 'changed' },
    ...{ before: { ...who, ...before }, after: { ...who, ...after } },
  }
}

function streamFor({ id }: Source, isForManagers: boolean) {
  return isForManagers
    ? { stream: streamName('owners', id), hidden: true }
    : { stream: streamName('gathering', id) }
}

function identified({ id, userId, isRequired }: RecordedParticipant): RecordedParticipant {
  return { id, userId, ...(isRequired !== undefined && { isRequired }) }
}

/** Returns the edited fields of a gathering. */
export function recordedOf(row: GatheringFields): GatheringFields {
  return pick(row, GATHERING_FIELDS)
}
