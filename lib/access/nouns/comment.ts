import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { comments } from '@/db/schema/comments'
import { pick } from '@/lib/calendar/event-fields'
import { isEqual } from '@/lib/calendar/is-equal'
import { guestParticipant, type Participant } from '@/lib/calendar/participant'
import { canManageGroup, type Role } from '@/lib/calendar/roles'
import { type Actor, requirePrincipal } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { type EventRow, isEditor, loadEvent } from './event'
import { type GatheringRow, loadGathering, seesParticipants } from './gathering'
import { type GroupRow, loadGroup } from './group'
import { loadInvitedEvent } from './invited-event'

/** The event or gathering that comments are about, or the group of a conversation. */
export type Thread = { event: EventRow } | { group: GroupRow } | { gathering: GatheringRow }

export type CommentRow = typeof comments.$inferSelect & { thread: Thread }

/**
 * Loads a comment on an event that the actor sees in full or on a gathering, or of a group that the actor is a member
 * of. `write` is for the author of the comment; `remove` also for users who may edit the event, or manage the gathering
 * or group; `pin` for members who may edit. Guests who may comment have `write` and `remove` for their own comments.
 */
export async function loadComment(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'comment'>,
): Promise<LoadedTarget<CommentRow, 'comment'> | undefined> {
  // The thread and author of a comment never change, so they can be read before the lock of the event.
  const [thread] = await tx
    .select({ eventId: comments.eventId, groupId: comments.groupId, gatheringId: comments.gatheringId })
    .from(comments)
    .where(eq(comments.id, id))
  if (!thread) return undefined
  const { eventId, groupId, gatheringId } = thread
  const loadThread = actor.kind === 'guest' ? loadInvitedEvent : loadEvent
  const event = eventId ? await loadThread(tx, actor, eventId, 'comment') : undefined
  const gathering = gatheringId ? await loadGathering(tx, actor, gatheringId, 'comment') : undefined
  // Locks the group, so that concurrent pins do not exceed the limit together.
  const group = groupId
    ? await loadGroup(tx, actor, groupId, verb === 'pin' ? 'share' : 'comment')
    : undefined
  const [row] = await tx.select().from(comments).where(eq(comments.id, id)).for('update')
  if (!row) return undefined
  const isAuthor = isEqual(pick(row, ['userId', 'email', 'name']), commentAuthorOf(actor))
  if (event) {
    return {
      row: { ...row, thread: { event: event.row } },
      isVisible: event.isVisible && event.allows('comment'),
      allows: (verb) => verb !== 'pin' && (isAuthor || (verb === 'remove' && isEditor(event.row))),
    }
  }
  if (gathering) {
    return {
      row: { ...row, thread: { gathering: gathering.row } },
      isVisible: gathering.isVisible && canSeeComment(gathering.row, actor, row),
      allows: (verb) =>
        verb !== 'pin' &&
        gathering.allows('comment') &&
        (isAuthor || (verb === 'remove' && gathering.row.isManager)),
    }
  }
  if (!group) return undefined
  const { role } = group.row
  return {
    row: { ...row, thread: { group: group.row } },
    isVisible: group.isVisible,
    allows: (verb) => {
      if (verb === 'pin') return canPin(role)
      return isAuthor || (verb === 'remove' && canManageGroup(role))
    },
  }
}

/** Returns the columns of a comment that identify its author. @throws AppError SIGNED_OUT */
export function commentAuthorOf(actor: Actor): Participant {
  if (actor.kind !== 'guest' && actor.kind !== 'participant')
    return { userId: requirePrincipal(actor), email: null, name: null }
  const { email, name } = guestParticipant(actor.person)
  return { userId: null, email: email?.toLowerCase() ?? null, name }
}

/**
 * Whether an actor sees a comment on a gathering. Authors would reveal who takes part: if participants are hidden, they
 * see the comments of the organizer and their own.
 */
function canSeeComment(gathering: GatheringRow, actor: Actor, comment: Participant): boolean {
  if (seesParticipants(gathering) || comment.userId === gathering.organizerId) return true
  return isEqual(pick(comment, ['userId', 'email', 'name']), commentAuthorOf(actor))
}

/** Whether a member with this role may pin messages of the group's conversation. */
export function canPin(role: Role): boolean {
  return role !== 'viewer'
}
