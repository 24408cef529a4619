import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { withNames } from '@/lib/calendar/mentions'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import { toMultiline } from '@/lib/calendar/text'
import type { ImportedComment } from '@/lib/schemas/archived-comment'
import { MAX_COMMENT_LENGTH } from '@/lib/schemas/choices'
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
    for (const { event, at: archivedAt, edited, ...comment } of comments) {
      const eventId = eventIds.get(event)
      if (!eventId) continue
      count++
      // Ids order the comments of a thread by time. A time in the future would keep a comment below all later ones.
      const at = Math.min(Math.max(archivedAt, 0), now.getTime())
      const createdAt = new Date(at).toISOString()
      yield {
        ...{ id: uuidv7({ msecs: at, seq: count }), userId, eventId, text: textOf(comment), createdAt },
        editedAt: edited ? createdAt : null,
      }
    }
  }
  for await (const batch of jsonBatches(rows())) {
    await tx.execute(sql`
      insert into comments (id, event_id, user_id, text, created_at, edited_at)
      select id, "eventId", "userId", text, "createdAt", "editedAt"
      from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, "eventId" uuid, "userId" uuid, text text,
        "createdAt" timestamptz, "editedAt" timestamptz)`)
  }
  return count
}

function textOf({ author, own, text }: Pick<ImportedComment, 'author' | 'own' | 'text'>): string {
  // A mention would show the name of any user whose id the file contains.
  const plain = withNames(own ? text : `${author || '?'}: ${text}`, () => '?')
  // Cutting can leave half a surrogate pair, which cannot be stored.
  return toMultiline(plain.slice(0, MAX_COMMENT_LENGTH))
}
