import { mentionsIn } from '@/lib/calendar/mentions'
import type { Participant } from '@/lib/calendar/participant'
import type { CommentDescription } from './descriptions'
import type { RecordedChange } from './recorded-change'
import type { ChangeViewer } from './viewer'

/**
 * Describes a comment with its present text for users who read the event in full now, and for members of the group. A
 * deleted comment is not described.
 */
export function describeComment(change: RecordedChange, viewer: ChangeViewer): CommentDescription | null {
  const recorded = (change.after ?? change.before) as Participant | null
  if (!recorded || change.commentText === null) return null
  const groupId = change.stream.startsWith('group-') ? change.id : null
  const event = viewer.events.get(change.id)
  if (!groupId && (event?.shown !== 'full' || !event.exists || event.part?.isSingle)) return null
  const { userId, email, name } = recorded
  const text = change.commentText
  return {
    ...{ kind: 'comment', op: change.op, groupId, text, mentions: mentionsIn(text) },
    event: event ? { id: change.id, title: event.title } : null,
    person: { userId, email, name },
  }
}
