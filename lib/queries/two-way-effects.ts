import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { singleRow } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { staysHere, visibleEvents } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'
import { isGone } from '@/lib/queries/unsynced-links'
import type { TwoWayEffects } from '@/lib/schemas/sync-log'

/** Counts what a one-way binding would send if it became two-way; null if it cannot, or is two-way already. */
export async function twoWayEffects(
  db: Db,
  { row, actor }: Grant<'read', 'binding'>,
): Promise<TwoWayEffects | null> {
  const isPossible = row.direction === 'pull' && row.remote.access === 'write' && row.canWrite
  if (!isPossible || row.leaderId || !row.level) return null
  const viewer = { userId: (actor as { id: string }).id }
  const level = sql`${LEVELS.indexOf(row.level) + 1}::int`
  return singleRow(
    await db.execute<{ added: number; changed: number; kept: number }>(sql`
      with shown as materialized (
        select p.event_id as id from placements p cross join lateral ${visibleEvents(viewer, level)} e
        where p.calendar_id = ${row.calendarId} and p.home and p.deleted_at is null and e.detail = 'full'
          and not ${staysHere(viewer.userId)}
      )
      select
        (select count(*)::int from shown where not exists (
          select 1 from links join bindings b on b.id = links.binding_id and b.calendar_id = ${row.calendarId}
          where links.event_id = shown.id)) as added,
        (select count(*)::int from shown join links on links.event_id = shown.id join events on events.id = shown.id
          where links.binding_id = ${row.id} and links.skipped is null and links.read_only is null
            and links.version is distinct from events.version) as changed,
        (select count(*)::int from links left join events on events.id = links.event_id
          where links.binding_id = ${row.id} and links.skipped is null and ${isGone(row.calendarId)}) as kept`),
  )
}
