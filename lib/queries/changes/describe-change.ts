import type { Entity } from '@/db/schema/changes'
import {
  describeFeed,
  describeInvitation,
  describeMember,
  describePlacement,
  describeShare,
} from './describe-access'
import { describeAnswer } from './describe-answer'
import { describeAttachment } from './describe-attachment'
import { describeComment } from './describe-comment'
import { canReadVersions, describeEvent } from './describe-event'
import { describeGathering, describeParticipants, describeSlots, describeVote } from './describe-gathering'
import { describeProfile } from './describe-profile'
import { describeTask, describeTaskList } from './describe-task'
import type { ChangeDescription } from './descriptions'
import { combineChanges, type RecordedChange } from './recorded-change'
import { type ChangeViewer, canReadStream } from './viewer'

type Describe = (change: RecordedChange, viewer: ChangeViewer) => ChangeDescription | null

/** Describes neither settings of a single user nor the entries of the administrators' audit log. */
const notDescribed: Describe = () => null

const DESCRIPTIONS: Record<Entity, Describe> = {
  answer: describeAnswer,
  attachment: describeAttachment,
  calendar: (change, viewer) => describeProfile('calendar', change, viewer),
  comment: describeComment,
  event: describeEvent,
  feed: describeFeed,
  gathering: describeGathering,
  group: (change, viewer) => describeProfile('group', change, viewer),
  invitation: describeInvitation,
  member: describeMember,
  participant: describeParticipants,
  placement: describePlacement,
  share: describeShare,
  slot: describeSlots,
  task: describeTask,
  'task-list': describeTaskList,
  user: (change, viewer) => describeProfile('user', change, viewer),
  vote: describeVote,
  alarms: notDescribed,
  binding: notDescribed,
  'calendar-settings': notDescribed,
  connection: notDescribed,
  delivery: notDescribed,
  instance: notDescribed,
  job: notDescribed,
  notification: notDescribed,
  layer: notDescribed,
}

/**
 * Returns what a viewer may know of a change; null if that is nothing. Code that shows changes to users reads them
 * through this function: nothing else reads `before` and `after` for display.
 */
export function describeChange(change: RecordedChange, viewer: ChangeViewer): ChangeDescription | null {
  return canReadStream(change, viewer) ? DESCRIPTIONS[change.entity](change, viewer) : null
}

/** A change with what a viewer may know of it. */
export interface Described {
  change: RecordedChange
  description: ChangeDescription
}

/** Describes the changes of one command, those of each event as one. */
export function describeCommand(changes: readonly RecordedChange[], viewer: ChangeViewer): Described[] {
  const readable = changes.filter(
    (change) =>
      canReadStream(change, viewer) && (change.entity !== 'event' || canReadVersions(change, viewer)),
  )
  return combineChanges(readable).flatMap((change) => {
    const description = describeChange(change, viewer)
    return description ? [{ change, description }] : []
  })
}
