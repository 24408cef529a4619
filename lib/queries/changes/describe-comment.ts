import { mentionsIn } from '@/lib/calendar/mentions'
import type { RecordedComment } from '@/lib/calendar/recorded-comment'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import { canReadEventVersion } from './describe-event'
import type { CommentDescription } from './descriptions'
import type { ReadableGathering } from './readable-gatherings'
import type { RecordedChange } from './recorded-change'
import type { ChangeViewer } from './viewer'

/**
 * Describes a comment with its present text for users who read the event in full now, or the gathering, and for members
 * of the group. Of a deleted comment, only its existence is described, for users who could read the event at that time.
 */
export function describeComment(change: RecordedChange, viewer: ChangeViewer): CommentDescription | null {
  const recorded = (change.after ?? change.before) as RecordedComment | null
  if (!recorded) return null
  const groupId = change.stream.startsWith('group-') ? change.id : null
  const event = viewer.events.get(change.id)
  const gathering = viewer.gatherings.get(change.id)
  if (gathering && !isShownIn(gathering, recorded, viewer)) return null
  if (!groupId && !gathering && (event?.shown !== 'full' || !event.exists || event.part?.isSingle))
    return null
  const { commentText: text, answeredVersion } = change
  if (text === null && answeredVersion && !canReadEventVersion(answeredVersion, viewer)) return null
  return {
    ...{ kind: 'comment', op: change.op, groupId, text, mentions: mentionsIn(text ?? '') },
    event: event ? { id: change.id, title: event.title } : null,
    gathering: gathering ? { title: gathering.title, slug: gathering.slug } : null,
    calendarId: gathering ? null : (calendarIdOfStream(change.stream) ?? null),
    openAt: event && recorded.span ? { id: change.id, span: recorded.span } : null,
    ...{ userId: recorded.userId, guestName: change.guestName },
  }
}

/**
 * Whether a viewer may read a comment on a gathering: if participants are hidden, only the organizer's and their own.
 */
function isShownIn(
  { isManager, participantsHidden, organizerId }: ReadableGathering,
  { userId }: RecordedComment,
  viewer: ChangeViewer,
): boolean {
  return isManager || !participantsHidden || userId === organizerId || userId === viewer.userId
}
