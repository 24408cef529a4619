import { and, count, eq, isNotNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { comments } from '@/db/schema/comments'
import { type Actor, principalOf } from '@/lib/access/actor'
import { commentAuthorOf, type Thread } from '@/lib/access/nouns/comment'
import { mentionsIn } from '@/lib/calendar/mentions'
import { commentChanges } from '@/lib/commands/effects/comment-changes'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError, fieldError } from '@/lib/errors'
import { mentionable } from '@/lib/queries/mentionable'
import { MAX_PINNED_COMMENTS } from '@/lib/schemas/choices'
import * as schemas from '@/lib/schemas/comments'
import { idOutput } from '@/lib/schemas/outputs'

/** Adds a comment to an event or a gathering, or a message to the conversation of a group. */
export const addComment = command({
  name: 'addComment',
  input: schemas.addComment,
  output: idOutput,
  on: ({ event, group, gathering }) => ({
    event: event === undefined ? undefined : (['comment', 'event', event] as const),
    group: group === undefined ? undefined : (['comment', 'group', group] as const),
    gathering: gathering === undefined ? undefined : (['comment', 'gathering', gathering] as const),
  }),
  async run({ tx, grants, actor }, { text }) {
    const thread: Thread = grants.event
      ? { event: grants.event.row }
      : grants.gathering
        ? { gathering: grants.gathering.row }
        : { group: grants.group!.row }
    await refuseUnknownMentions(tx, actor, thread, mentionsIn(text))
    const [row] = await tx
      .insert(comments)
      .values({
        ...{ id: uuidv7(), ...commentAuthorOf(actor), text },
        ...threadColumns(thread),
      })
      .returning()
    return { result: { id: row!.id }, changes: await commentChanges(tx, actor, thread, null, row!) }
  },
})

/** Changes the text of the author's own comment. */
export const editComment = command({
  name: 'editComment',
  input: schemas.editComment,
  output: idOutput,
  on: ({ comment }) => ({ comment: ['write', 'comment', comment] }),
  async run({ tx, grants, actor, now }, { text }) {
    const { thread, ...before } = grants.comment.row
    const result = { id: before.id }
    if (text === before.text) return { result, changes: [] }
    // Users who were mentioned already stay mentioned, even if they no longer see the thread.
    const known = new Set(mentionsIn(before.text))
    const added = mentionsIn(text).filter((id) => !known.has(id))
    await refuseUnknownMentions(tx, actor, thread, added)
    const after = { ...before, text, editedAt: now }
    await tx.update(comments).set({ text, editedAt: now }).where(eq(comments.id, before.id))
    return { result, changes: await commentChanges(tx, actor, thread, before, after) }
  },
})

/** Deletes a comment. Authors can delete their own comments, editors of the event and admins of the group all. */
export const deleteComment = command({
  name: 'deleteComment',
  input: schemas.deleteComment,
  output: idOutput,
  on: ({ comment }) => ({ comment: ['remove', 'comment', comment] }),
  async run({ tx, grants, actor }) {
    const { thread, ...before } = grants.comment.row
    await tx.delete(comments).where(eq(comments.id, before.id))
    return { result: { id: before.id }, changes: await commentChanges(tx, actor, thread, before, null) }
  },
})

/** Pins a message to the top of the group's conversation, or unpins it. */
export const pinComment = command({
  name: 'pinComment',
  input: schemas.pinComment,
  output: idOutput,
  on: ({ comment }) => ({ comment: ['pin', 'comment', comment] }),
  async run({ tx, grants, actor, now }, { isPinned }) {
    const { thread, ...before } = grants.comment.row
    const result = { id: before.id }
    if (isPinned === (before.pinnedAt !== null)) return { result, changes: [] }
    if (isPinned) await refuseBeyondPinned(tx, before.groupId!)
    const after = { ...before, pinnedAt: isPinned ? now : null }
    await tx.update(comments).set({ pinnedAt: after.pinnedAt }).where(eq(comments.id, before.id))
    return { result, changes: await commentChanges(tx, actor, thread, before, after) }
  },
})

function threadColumns(thread: Thread) {
  if ('event' in thread) return { eventId: thread.event.id }
  return 'group' in thread ? { groupId: thread.group.id } : { gatheringId: thread.gathering.id }
}

/**
 * Refuses mentions of users whom the author could not choose: a mention shows the user's name.
 * @throws AppError INVALID
 */
async function refuseUnknownMentions(
  tx: Tx,
  actor: Actor,
  thread: Thread,
  ids: readonly string[],
): Promise<void> {
  if (!ids.length) return
  const userId = principalOf(actor)
  // Guests cannot mention anyone: they do not learn who sees the event.
  if (!userId) throw fieldError('text', 'invalid')
  const found = new Set((await mentionable(tx, userId, thread, { ids })).map(({ id }) => id))
  if (ids.some((id) => id !== userId && !found.has(id))) throw fieldError('text', 'invalid')
}

/** @throws AppError LIMIT_REACHED */
async function refuseBeyondPinned(tx: Tx, groupId: string): Promise<void> {
  const isPinned = and(eq(comments.groupId, groupId), isNotNull(comments.pinnedAt))
  const [pinned] = await tx.select({ number: count() }).from(comments).where(isPinned)
  if (pinned!.number < MAX_PINNED_COMMENTS) return
  throw new AppError('LIMIT_REACHED', { data: { what: 'pinned', limit: MAX_PINNED_COMMENTS } })
}
