import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { comments } from '@/db/schema/comments'
import { canManageGroup, type Role } from '@/lib/calendar/roles'
import { type Actor, principalOf } from '../actor'
import type { LoadedTarget } from '../verbs'
import { canWrite, type EventRow, loadEvent } from './event'
import { type GroupRow, loadGroup } from './group'

/** The event that comments are about, or the group of a conversation. */
export type Thread = { event: EventRow } | { group: GroupRow }

export type CommentRow = typeof comments.$inferSelect & { thread: Thread }

/**
 * Loads a comment on an event that the actor sees in full, or of a group that the actor is a member of. `write` is for
 * its author; `remove` also for users who may edit the event, or manage the group; `pin` for members who may edit.
 */
export async function loadComment(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<CommentRow, 'comment'> | undefined> {
  // Its thread and author never change, so they can be read before the lock of the event.
  const [thread] = await tx
    .select({ eventId: comments.eventId, groupId: comments.groupId })
    .from(comments)
    .where(eq(comments.id, id))
  if (!thread) return undefined
  const { eventId, groupId } = thread
  const event = eventId ? await loadEvent(tx, actor, eventId, 'comment') : undefined
  const group = groupId ? await loadGroup(tx, actor, groupId, 'comment') : undefined
  const [row] = await tx.select().from(comments).where(eq(comments.id, id)).for('update')
  const userId = principalOf(actor)
  if (!row || !userId) return undefined
  const isAuthor = row.userId === userId
  if (event) {
    return {
      row: { ...row, thread: { event: event.row } },
      isVisible: event.isVisible && event.allows('comment'),
      allows: (verb) => verb !== 'pin' && (isAuthor || (verb === 'remove' && canWrite(event.row))),
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

/** Whether a member with this role may pin messages of the group's conversation. */
export function canPin(role: Role): boolean {
  return role !== 'viewer'
}
