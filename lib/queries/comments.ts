import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { isPublicLink, requirePrincipal } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { homeGroupOf, memberColorOf } from '@/lib/access/member-colors'
import { canPin, commentAuthorOf } from '@/lib/access/nouns/comment'
import { isEditor } from '@/lib/access/nouns/event'
import {
  canComment,
  type GatheringRow,
  managesGathering,
  seesParticipants,
} from '@/lib/access/nouns/gathering'
import { canGuestComment } from '@/lib/access/nouns/invited-event'
import { canSeePictureOf } from '@/lib/access/nouns/picture'
import { mentionsIn } from '@/lib/calendar/mentions'
import { canManageGroup } from '@/lib/calendar/roles'
import { COMMENTS_PAGE_SIZE, MAX_PINNED_COMMENTS } from '@/lib/schemas/choices'
import type { Comment, CommentPage } from '@/lib/schemas/comments'
import type { GuestCommentPage } from '@/lib/schemas/guest-page'
import { userNames } from './changes/name-values'
import { commentAuthorName } from './guest-name'

/** Comments of an event for a user who sees its title alone, or single occurrences of a series. */
const NO_COMMENTS: CommentPage = {
  ...{ comments: [], hasMore: false, count: 0, pinned: [], names: {}, viewerColor: null },
  can: { comment: false, pin: false },
}

/** Returns a page of the comments on an event. A viewer who sees less than the series gets none. */
export async function eventComments(
  db: Db,
  { row, actor }: Grant<'read', 'event'>,
  before?: string,
): Promise<CommentPage> {
  if (row.shown !== 'full' || row.part?.isSingle) return NO_COMMENTS
  const userId = requirePrincipal(actor)
  const viewer = {
    ...{ userId, canRemove: isEditor(row), canPin: false },
    group: homeGroupOf(sql`${row.id}::uuid`),
  }
  // The comments on the gathering by which the event was planned stay with it. Hidden participants stay hidden, as on
  // the page of the gathering.
  const isOfGathering = sql`m.gathering_id in (select g.id from gatherings g where g.event_id = ${row.id}
    and (not g.participants_hidden or m.user_id in (g.organizer_id, ${userId}::uuid)
      or ${managesGathering(sql`${userId}::uuid`)}))`
  return commentPage(db, sql`(m.event_id = ${row.id} or ${isOfGathering})`, viewer, before)
}

/** Returns a page of the conversation of a group, with the pinned comments. */
export async function groupComments(
  db: Db,
  { row, actor }: Grant<'read', 'group'>,
  before?: string,
): Promise<CommentPage> {
  const canRemove = canManageGroup(row.role)
  const can = { canRemove, canPin: canPin(row.role) }
  const viewer = { userId: requirePrincipal(actor), ...can, group: sql`${row.id}::uuid` }
  return commentPage(db, sql`m.group_id = ${row.id}`, viewer, before)
}

/**
 * Returns a page of the comments on a gathering. Viewers who may not see other participants get the comments of the
 * organizer and their own.
 */
export async function gatheringComments(
  db: Db,
  { row, actor }: Grant<'read', 'gathering'>,
  before?: string,
): Promise<CommentPage> {
  const userId = requirePrincipal(actor)
  const viewer = {
    ...{ userId, canRemove: row.isManager, canPin: false },
    group: sql`${row.groupId}::uuid`,
  }
  const page = await commentPage(db, gatheringThread(row, sql`m.user_id = ${userId}`), viewer, before)
  return { ...page, can: { ...page.can, comment: canComment(row, actor) } }
}

/** Returns a page of the comments on a gathering for a participant without an account, or a visitor. */
export async function participantComments(
  db: Db,
  { row, actor }: Grant<'read', 'gathering-page'>,
  before?: string,
): Promise<GuestCommentPage> {
  const own = actor.kind === 'participant' ? commentAuthorOf(actor) : { email: null, name: null }
  const isOwn = sql`(m.user_id is null and m.email is not distinct from ${own.email}::text
    and m.name is not distinct from ${own.name}::text)`
  return guestCommentPage(db, gatheringThread(row, isOwn), isOwn, before)
}

/** The comments `m` on a gathering that a viewer sees. */
function gatheringThread(row: GatheringRow, isOwn: SQL): SQL {
  const isShown = seesParticipants(row) ? sql`` : sql`and (m.user_id = ${row.organizerId} or ${isOwn})`
  return sql`m.gathering_id = ${row.id} ${isShown}`
}

/** Returns a page of the comments on an event for a guest; null if guests may not see them. */
export async function guestComments(
  db: Db,
  { row, actor }: Grant<'read', 'event'>,
  before?: string,
): Promise<GuestCommentPage | null> {
  if (actor.kind !== 'guest' || isPublicLink(actor.person) || !canGuestComment(row)) return null
  const { email, name } = commentAuthorOf(actor)
  const isOwn = sql`(m.user_id is null and m.email is not distinct from ${email}::text
    and m.name is not distinct from ${name}::text)`
  return guestCommentPage(db, sql`m.event_id = ${row.id}`, isOwn, before)
}

/**
 * @param thread condition for the comments `m`
 * @param isOwn condition for those of the viewer
 */
async function guestCommentPage(
  db: Db,
  thread: SQL,
  isOwn: SQL,
  before: string | undefined,
): Promise<GuestCommentPage> {
  const rows = await db.execute<Columns<Row & { isOwn: boolean }>>(sql`
    select ${commentColumns}, null as image, ${isOwn} as "isOwn"
    from comments m left join users u on u.id = m.user_id
    where ${thread} ${before ? sql`and m.id < ${before}` : sql``}
    order by m.id desc limit ${COMMENTS_PAGE_SIZE + 1}`)
  const page = rows.slice(0, COMMENTS_PAGE_SIZE).reverse()
  const mentioned = await userNames(
    db,
    page.flatMap(({ text }) => mentionsIn(text)),
  )
  return {
    items: page.map(({ userId, name, isOwn, id, text, at, isEdited }) => ({
      ...{ id, text, at, isEdited, isOwn },
      author: { id: userId, name, image: null, color: null },
    })),
    names: Object.fromEntries(mentioned),
    earlier: rows.length > page.length ? page[0]!.id : null,
  }
}

interface ThreadViewer {
  userId: string
  /** Whether the viewer may delete comments of others. */
  canRemove: boolean
  /** Whether the viewer may pin comments. */
  canPin: boolean
  /** The group whose colors members have, in SQL. */
  group: SQL
}

/** @param thread condition for the comments `m` */
async function commentPage(
  db: Db,
  thread: SQL,
  viewer: ThreadViewer,
  before: string | undefined,
): Promise<CommentPage> {
  const earlier = before ? sql`and m.id < ${before}` : sql``
  const [newest, pinned, { count, viewerColor }] = await Promise.all([
    commentRows(db, viewer, sql`${thread} ${earlier} order by m.id desc limit ${COMMENTS_PAGE_SIZE + 1}`),
    before
      ? []
      : commentRows(
          db,
          viewer,
          sql`${thread} and m.pinned_at is not null order by m.pinned_at desc limit ${MAX_PINNED_COMMENTS}`,
        ),
    db
      .execute<{ count: number; viewerColor: string | null }>(sql`
        select count(*)::int as count,
          ${memberColorOf(viewer.userId, sql`${viewer.userId}::uuid`, viewer.group)} as "viewerColor"
        from comments m where ${thread}`)
      .then(singleRow),
  ])
  const page = newest.slice(0, COMMENTS_PAGE_SIZE).reverse()
  const mentioned = [...page, ...pinned].flatMap(({ text }) => mentionsIn(text))
  return {
    ...{ comments: page, hasMore: newest.length > page.length, count, pinned, viewerColor },
    names: Object.fromEntries(await userNames(db, mentioned)),
    can: { comment: true, pin: viewer.canPin },
  }
}

type Row = Omit<Comment, 'author' | 'can'> & {
  userId: string | null
  name: string | null
  image: string | null
  color: string | null
}

async function commentRows(
  db: Db,
  { userId, canRemove, group }: ThreadViewer,
  which: SQL,
): Promise<Comment[]> {
  const rows = await db.execute<Columns<Row>>(sql`
    select ${commentColumns},
      case when ${canSeePictureOf(userId)} then u.image end as image,
      ${memberColorOf(userId, sql`u.id`, group)} as color
    from comments m left join users u on u.id = m.user_id where ${which}`)
  return rows.map(({ userId: id, name, image, color, ...comment }) => ({
    ...comment,
    author: { id, name, image, color },
    can: { edit: id === userId, remove: id === userId || canRemove },
  }))
}

/** Columns of a comment `m` and its author `u`, as {@link Row}, without the picture. */
export const commentColumns = sql`m.id, m.user_id as "userId", m.text,
  (extract(epoch from m.created_at) * 1000)::float8 as at, m.edited_at is not null as "isEdited",
  m.pinned_at is not null as "isPinned",
  case when m.user_id is null then ${commentAuthorName} when u.deleted_at is null then u.name end as name`
