import { and, inArray, isNotNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { comments } from '@/db/schema/comments'
import { withNames } from '@/lib/calendar/mentions'
import type { RecordedComment } from '@/lib/calendar/recorded-comment'
import { chunksOf, jsonBatches } from '@/lib/calendar/server/json-batches'
import { toMultiline } from '@/lib/calendar/text'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import type { ImportedComment } from '@/lib/schemas/archived-comment'
import { MAX_COMMENT_LENGTH, MAX_PINNED_COMMENTS } from '@/lib/schemas/choices'
import type { CreatedEvent } from './restore-placements'

/**
 * Inserts the comments of an archive on events that an import has created, by the importing user: a file must not put
 * words into the mouth of another user. Comments of others begin with the name of their author. Nobody is notified.
 * @returns the number of comments
 */
export async function insertComments(
  tx: Tx,
  userId: string,
  created: readonly CreatedEvent[],
  comments: readonly ImportedComment[],
  now: Date,
): Promise<number> {
  const eventIds = new Map(
    created.flatMap(({ id, incoming: { kindayId } }) => (kindayId ? [[kindayId, id] as const] : [])),
  )
  let count = 0
  function* rows() {
    for (const comment of comments) {
      const eventId = eventIds.get(comment.event ?? '')
      if (eventId) yield { ...rowOf(comment, userId, now, ++count), eventId }
    }
  }
  await insertRows(tx, rows())
  return count
}

/**
 * Adds messages of an archive to the conversations of groups, as {@link insertComments}. Repeating an import adds none:
 * a message of the same millisecond is the same one.
 * @param messages by the id of the group that gets them
 * @returns the changes
 */
export async function insertMessages(
  tx: Tx,
  userId: string,
  messages: ReadonlyMap<string, readonly ImportedComment[]>,
  now: Date,
): Promise<Change[]> {
  const changes: Change[] = []
  for (const [groupId, all] of messages) {
    const known = await messageTimes(tx, groupId)
    let pins = MAX_PINNED_COMMENTS - known.pinned
    const added = all
      .filter(({ at }) => !known.times.has(at))
      .map((message, index) => {
        const isPinned = message.pinned && pins-- > 0
        return {
          ...rowOf(message, userId, now, index),
          groupId,
          pinnedAt: isPinned ? now.toISOString() : null,
        }
      })
    await insertRows(tx, added)
    for (const { id: comment, pinnedAt } of added) {
      const after = { comment, userId, mentions: [], isPinned: pinnedAt !== null } satisfies RecordedComment
      const stream = streamName('group', groupId)
      changes.push({ stream, entity: 'comment', id: groupId, op: 'added', before: null, after })
    }
  }
  return changes
}

/** Deletes imported messages, unless their author has edited them since. Returns the changes. */
export async function deleteMessages(
  tx: Tx,
  rows: readonly { entityId: string; after: unknown }[],
): Promise<Change[]> {
  const imported = new Map(
    rows.flatMap(({ entityId, after }) => {
      const recorded = after as RecordedComment | null
      return recorded ? [[recorded.comment, { groupId: entityId, recorded }] as const] : []
    }),
  )
  const changes: Change[] = []
  for (const ids of chunksOf([...imported.keys()])) {
    const deleted = await tx
      .delete(comments)
      .where(and(inArray(comments.id, ids), isNotNull(comments.groupId), editedOnImport))
      .returning({ id: comments.id })
    for (const { id } of deleted) {
      const { groupId, recorded } = imported.get(id)!
      const stream = streamName('group', groupId)
      changes.push({ stream, entity: 'comment', id: groupId, op: 'removed', before: recorded, after: null })
    }
  }
  return changes
}

/** Imported messages count as edited when they were written. */
const editedOnImport = sql`coalesce(${comments.editedAt}, ${comments.createdAt}) = ${comments.createdAt}`

/** Reads the times of a conversation, in milliseconds, and the number of its pinned messages. */
async function messageTimes(tx: Tx, groupId: string): Promise<{ times: Set<number>; pinned: number }> {
  const rows = await tx.execute<{ at: number; isPinned: boolean }>(sql`
    select floor(extract(epoch from created_at) * 1000)::float8 as at, pinned_at is not null as "isPinned"
    from comments where group_id = ${groupId}`)
  return { times: new Set(rows.map(({ at }) => at)), pinned: rows.filter(({ isPinned }) => isPinned).length }
}

function rowOf(
  { at: archivedAt, edited, ...comment }: ImportedComment,
  userId: string,
  now: Date,
  seq: number,
) {
  // Ids order the comments of a thread by time. A time in the future would keep a comment below all later ones.
  const at = Math.min(Math.max(archivedAt, 0), now.getTime())
  const createdAt = new Date(at).toISOString()
  return {
    ...{ id: uuidv7({ msecs: at, seq }), userId, text: textOf(comment), createdAt },
    editedAt: edited ? createdAt : null,
  }
}

async function insertRows(tx: Tx, rows: Iterable<object>): Promise<void> {
  for await (const batch of jsonBatches(rows)) {
    await tx.execute(sql`
      insert into comments (id, event_id, group_id, user_id, text, created_at, edited_at, pinned_at)
      select id, "eventId", "groupId", "userId", text, "createdAt", "editedAt", "pinnedAt"
      from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, "eventId" uuid, "groupId" uuid, "userId" uuid,
        text text, "createdAt" timestamptz, "editedAt" timestamptz, "pinnedAt" timestamptz)`)
  }
}

function textOf({ author, own, text }: Pick<ImportedComment, 'author' | 'own' | 'text'>): string {
  // A mention would show the name of any user whose id the file contains.
  const plain = withNames(own ? text : `${author || '?'}: ${text}`, () => '?')
  // Cutting can leave half a surrogate pair, which cannot be stored.
  return toMultiline(plain.slice(0, MAX_COMMENT_LENGTH))
}
