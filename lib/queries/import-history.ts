import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { contentOf } from '@/lib/calendar/edits/content'
import type { EventSnapshot } from '@/lib/calendar/event'
import { calendarObjectOf } from '@/lib/calendar/server/calendar-object'
import type { ReceivedState } from '@/lib/calendar/server/incoming/received'

/**
 * Returns the state in which events were last received from a file, for events that were imported before such states
 * were stored. It is read from the history: an import wrote the content and the SEQUENCE of the file unchanged, so
 * later changes are local edits.
 */
export async function lastImports(db: Db, ids: readonly string[]): Promise<Map<string, ReceivedState>> {
  if (!ids.length) return new Map()
  const rows = await db.execute<{ id: string; after: EventSnapshot }>(sql`
    select distinct on (c.entity_id) c.entity_id as id, c.after
    from changes c join changesets s on s.id = c.changeset_id
    where c.entity = 'event' and c.entity_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
      and c.after is not null and s.command = 'importEvents'
      and not exists (select 1 from changesets u where u.undoes = s.id)
    order by c.entity_id, c.created_at desc, c.seq desc`)
  return new Map(
    rows.map(({ id, after }) => {
      const { calendarId: _, ...content } = calendarObjectOf(contentOf(after), [])
      const version = { sequence: after.sequence, lastModified: null, stamp: null }
      return [id, { version, instances: {}, content }]
    }),
  )
}

/**
 * Returns the SEQUENCE that files are compared with, for events whose last change is the undo of an import. It is the
 * event's SEQUENCE before that import, because the import and its undo have both incremented it.
 */
export async function comparedSequences(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  if (!ids.length) return new Map()
  const rows = await db.execute<{ id: string; sequence: number }>(sql`
    select e.id, (c.after -> 'compared' ->> 'sequence')::int as sequence
    from events e join changes c on c.entity = 'event' and c.entity_id = e.id::text
    where e.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
      and c.after ->> 'version' = e.version::text and c.after ? 'compared'`)
  return new Map(rows.map(({ id, sequence }) => [id, sequence]))
}
