import type { Tx } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import type { CommentRow, Thread } from '@/lib/access/nouns/comment'
import { mentionsIn } from '@/lib/calendar/mentions'
import type { Participant } from '@/lib/calendar/participant'
import type { Change } from '@/lib/commands/pipeline/changes'
import { snapshotForGuest } from '@/lib/commands/rows/guest-links'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { streamName } from '@/lib/realtime/channels'
import { notifyFullPlacements } from './answer-changes'

/**
 * A comment as recorded in a change. The text is stored only in the comment's row, so that nothing is left of it when
 * the comment is deleted.
 */
export interface RecordedComment extends Participant {
  comment: string
  mentions: string[]
  isPinned: boolean
}

/**
 * Returns the changes of a comment: in the stream of the event's calendar, routed like an answer, or in that of the
 * group. The id of the change is that of the event or the group.
 */
export async function commentChanges(
  tx: Tx,
  actor: Actor,
  thread: Thread,
  before: Omit<CommentRow, 'thread'> | null,
  after: Omit<CommentRow, 'thread'> | null,
): Promise<Change[]> {
  const change = {
    entity: 'comment',
    op: before ? (after ? 'changed' : 'removed') : 'added',
    before: before && recorded(before),
    after: after && recorded(after),
  } as const
  if ('group' in thread) {
    return [{ ...change, id: thread.group.id, stream: streamName('group', thread.group.id) }]
  }
  // The grant of a guest contains neither the other attendees nor the users from whom the event is hidden.
  const event =
    actor.kind === 'guest'
      ? (await snapshotForGuest(tx, thread.event, actor.link)).event
      : snapshotOf(thread.event)
  return [
    { ...change, id: event.id, stream: streamName('calendar', event.calendarId), event },
    ...(await notifyFullPlacements(tx, [event])),
  ]
}

function recorded({ id, userId, email, name, text, pinnedAt }: Omit<CommentRow, 'thread'>): RecordedComment {
  return { comment: id, userId, email, name, mentions: mentionsIn(text), isPinned: pinnedAt !== null }
}
