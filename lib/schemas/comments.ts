import { z } from 'zod'
import { mentionsIn } from '@/lib/calendar/mentions'
import { MAX_COMMENT_LENGTH, MAX_MENTIONS } from './choices'
import { count } from './outputs'
import { prose, uuid } from './text'

/** Text of a comment, with at least one visible character. */
export const commentText = prose(MAX_COMMENT_LENGTH)
  .pipe(z.string().regex(/[^\p{Cf}\p{M}\s]/u, { error: 'required' }))
  .refine((text) => mentionsIn(text).length <= MAX_MENTIONS, { error: 'too_many' })

/** A thread: the comments on an event or a gathering, or the conversation of a group. */
const thread = { event: uuid.optional(), group: uuid.optional(), gathering: uuid.optional() }

function isOneThread({
  event,
  group,
  gathering,
}: { [thread in keyof typeof thread]?: string | undefined }): boolean {
  return [event, group, gathering].filter((id) => id !== undefined).length === 1
}

export const addComment = z
  .object({ ...thread, text: commentText })
  .strict()
  .refine(isOneThread)

export const editComment = z.object({ comment: uuid, text: commentText }).strict()

export const deleteComment = z.object({ comment: uuid }).strict()

export const pinComment = z.object({ comment: uuid, isPinned: z.boolean() }).strict()

/** A page of comments. `before`: the earliest comment of the page that is already shown. */
export const commentsQuery = z
  .object({ ...thread, before: uuid.optional() })
  .strict()
  .refine(isOneThread)

/** Searches by name for users whom a comment can mention. */
export const mentionableQuery = z
  .object({ ...thread, q: z.string().max(100).default('') })
  .strict()
  .refine(isOneThread)

const comment = z.strictObject({
  id: uuid,
  /** `id` is null for a guest without an account, `name` for a deleted account. */
  author: z.strictObject({
    ...{ id: uuid.nullable(), name: z.string().nullable(), image: z.string().nullable() },
    color: z.string().nullable(),
  }),
  /** Mentions are written as `<@user id>`. */
  text: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  isEdited: z.boolean(),
  isPinned: z.boolean(),
  /** Permissions of the viewer for the comment. */
  can: z.strictObject({ edit: z.boolean(), remove: z.boolean() }),
})
export type Comment = z.output<typeof comment>

export const commentsOutput = z.strictObject({
  /** The newest comments, in the order in which they were written. */
  comments: z.array(comment),
  /** Whether there are earlier comments. */
  hasMore: z.boolean(),
  /** Number of comments of the thread. */
  count,
  /** Messages that are pinned to the top of a group's conversation, the last pinned first. */
  pinned: z.array(comment),
  /** Names of the mentioned users by id. */
  names: z.record(uuid, z.string()),
  /** The viewer's color. */
  viewerColor: z.string().nullable(),
  /** Whether the viewer may write comments, and pin those of a group. */
  can: z.strictObject({ comment: z.boolean(), pin: z.boolean() }),
})
export type CommentPage = z.output<typeof commentsOutput>

export const mentionableOutput = z.strictObject({
  people: z.array(
    z.strictObject({
      ...{ id: uuid, name: z.string(), image: z.string().nullable(), color: z.string().nullable() },
    }),
  ),
})
export type MentionablePerson = z.output<typeof mentionableOutput>['people'][number]
