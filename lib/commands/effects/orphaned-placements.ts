import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { levelsOf } from '@/lib/access/levels'
import { placerAttends } from '@/lib/access/visible-events'
import type { Change } from '@/lib/commands/pipeline/changes'
import { type PlacementSnapshot, removePlacements } from '@/lib/commands/rows/placements'
import { placementChanges } from './placement-changes'

/**
 * Finds the placements made by users who can no longer read the calendar that shows the event, or neither read its home
 * calendar nor attend it. Their access no longer justifies the placement, and they could not remove it.
 */
export async function orphanedPlacements(tx: Tx, users: readonly string[]): Promise<PlacementSnapshot[]> {
  return await tx.execute<Columns<PlacementSnapshot>>(sql`
    with placed as materialized (
      select p.event_id, p.calendar_id, p.detail, p.placed_by, h.calendar_id as home
      from placements p join placements h on h.event_id = p.event_id and h.home
      -- Placements stay while a calendar is in the trash. Once it is restored, levels.ts decides who can read them.
      join calendars pc on pc.id = p.calendar_id and pc.deleted_at is null
      join calendars hc on hc.id = h.calendar_id and hc.deleted_at is null
      where not p.home and p.placed_by in (select jsonb_array_elements_text(${JSON.stringify(users)}::jsonb)::uuid)
    ), levels as materialized (
      select u.id, l.calendar_id from (select distinct placed_by as id from placed) u
        cross join lateral ${levelsOf(sql`u.id`)} l where l.level >= 2
    )
    select event_id as "eventId", calendar_id as "calendarId", detail, placed_by as "placedBy" from placed p
    where not exists (select 1 from levels l where l.id = p.placed_by and l.calendar_id = p.calendar_id)
      or not (${placerAttends()} or exists (select 1 from levels l where l.id = p.placed_by and l.calendar_id = p.home))
    order by 2, 1`)
}

/** Removes orphaned placements. Call it in every command that revokes a user's read access. */
export async function removeOrphanedPlacements(tx: Tx, users: readonly string[]): Promise<Change[]> {
  if (!users.length) return []
  const orphans = await orphanedPlacements(tx, users)
  await removePlacements(tx, orphans)
  return orphans.flatMap((orphan) => placementChanges(orphan, null))
}
