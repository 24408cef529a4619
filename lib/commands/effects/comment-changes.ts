import type { Tx } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import type { CommentRow, Thread } from '@/lib/access/nouns/comment'
import { mentionsIn } from '@/lib/calendar/mentions'
import type { RecordedComment } from '@/lib/calendar/recorded-comment'
import type { Span } from '@/lib/calendar/span'
import type { Change } from '@/lib/commands/pipeline/changes'
import { snapshotForGuest } from '@/lib/commands/rows/guest-links'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { streamName } from '@/lib/realtime/channels'
import { notifyFullPlacements } from './answer-changes'

/**
 * Returns the changes of a comment: in the stream of the event's calendar, routed like an answer, in that of the group,
 * or in that of the gathering or of its managers. The id of the change is that of the event, group or gathering.
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
  } as const
  const versions = (span?: Span) => ({
    before: before && recorded(before, span),
    after: after && recorded(after, span),
  })
  if ('group' in thread) {
    return [{ ...change, ...versions(), id: thread.group.id, stream: streamName('group', thread.group.id) }]
  }
  if ('gathering' in thread) {
    const { id, organizerId } = thread.gathering
    const isForManagers = thread.gathering.participantsHidden && (after ?? before)?.userId !== organizerId
    return [
      {
        ...{ ...change, ...versions(), id },
        ...(isForManagers
          ? { stream: streamName('owners', id), hidden: true }
          : { stream: streamName('gathering', id) }),
      },
    ]
  }
  // The grant of a guest contains neither the other attendees nor the users from whom the event is hidden.
  const event =
    actor.kind === 'guest'
      ? (await snapshotForGuest(tx, thread.event, actor.link)).event
      : snapshotOf(thread.event)
  return [
    {
      ...{ ...change, ...versions(event.span) },
      ...{ id: event.id, stream: streamName('calendar', event.calendarId), event },
    },
    ...(await notifyFullPlacements(tx, [event])),
  ]
}

function recorded(
  { id, userId, text, pinnedAt }: Omit<CommentRow, 'thread'>,
  span: Span | undefined,
): RecordedComment {
  const comment = { comment: id, userId, mentions: mentionsIn(text), isPinned: pinnedAt !== null }
  return span ? { ...comment, span } : comment
}
