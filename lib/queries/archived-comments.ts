import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { mentionsIn, withNames } from '@/lib/calendar/mentions'
import type { ArchivedComment } from '@/lib/calendar/server/archived-comments'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { ExportScope } from '@/lib/schemas/calendars'
import { userNames } from './changes/name-values'
import { commentColumns } from './comments'

/** Comments per query, so that memory does not grow with the threads. */
const BATCH_SIZE = 500

/** Sorts before every id. */
const NIL = '00000000-0000-0000-0000-000000000000'

/**
 * Yields the comments of an archive with the names of their authors, thread by thread.
 * @param events events whose comments the user may read
 * @param groups groups whose conversation is part of the archive
 */
export async function* archivedComments(
  db: Db,
  { userId }: Reach,
  events: readonly string[],
  groups: readonly { id: string; name: string }[],
): AsyncGenerator<ArchivedComment> {
  for (const chunk of chunksOf(events)) {
    for await (const { thread, ...comment } of commentsOf(db, userId, 'event', chunk)) {
      yield { event: thread, ...comment }
    }
  }
  const names = new Map(groups.map(({ id, name }) => [id, name]))
  for await (const { thread, ...comment } of commentsOf(db, userId, 'group', [...names.keys()])) {
    yield { group: { id: thread, name: names.get(thread)! }, ...comment }
  }
}

/** Returns the groups whose conversation is part of an archive: not of an archive of a single calendar. */
export function archivedGroups(
  { groups }: Reach,
  scope: ExportScope,
): readonly { id: string; name: string }[] {
  if (scope.of === 'calendar') return []
  return groups.filter(({ id }) => scope.of === 'all' || id === scope.id)
}

type Row = Pick<ArchivedComment, 'text' | 'own'> & {
  id: string
  thread: string
  name: string | null
  at: number
  isEdited: boolean
  isPinned: boolean
}

async function* commentsOf(
  db: Db,
  userId: string,
  kind: 'event' | 'group',
  ids: readonly string[],
): AsyncGenerator<Omit<ArchivedComment, 'event' | 'group'> & { thread: string }> {
  const thread: SQL = kind === 'event' ? sql`m.event_id` : sql`m.group_id`
  for (let after = { thread: NIL, id: NIL }; ids.length; ) {
    const rows = await db.execute<Columns<Row>>(sql`
      select ${commentColumns}, ${thread} as thread, m.user_id is not distinct from ${userId}::uuid as own
      from comments m left join users u on u.id = m.user_id
      where ${thread} in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
        and (${thread}, m.id) > (${after.thread}::uuid, ${after.id}::uuid)
      order by ${thread}, m.id limit ${BATCH_SIZE}`)
    const names = await userNames(
      db,
      rows.flatMap(({ text }) => mentionsIn(text)),
    )
    for (const { thread, name, own, text, at, isEdited, isPinned } of rows) {
      yield {
        ...{ thread, author: name, own, text: withNames(text, (id) => names.get(id) ?? '?') },
        ...{ at: new Date(at).toISOString(), edited: isEdited },
        ...(isPinned && { pinned: true }),
      }
    }
    if (rows.length < BATCH_SIZE) return
    after = rows.at(-1)!
  }
}
