import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { levelsOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import type { Change } from '@/lib/commands/pipeline/changes'
import { type PlacementSnapshot, removePlacements } from '@/lib/commands/rows/placements'
import { placementChanges } from './placement-changes'

interface Placed {
  calendarId: string
  detail: DetailLevel
}

/**
 * Shows the events of a binding in another calendar than before, or at another level of detail. Leaves out events
 * that its user does not see in full, and those whose UID that calendar already shows.
 */
export async function placeBoundEvents(
  tx: Tx,
  binding: { id: string; calendarId: string; userId: string },
  before: Placed | null,
  after: Placed | null,
): Promise<Change[]> {
  const former = before ? await placementsOf(tx, binding.id, before.calendarId) : []
  const stays = before?.calendarId === after?.calendarId
  if (!stays) await removePlacements(tx, former)
  const placed = after ? await place(tx, binding, after) : []
  if (!stays) {
    return [
      ...former.flatMap((placement) => placementChanges(placement, null)),
      ...placed.flatMap((placement) => placementChanges(null, placement)),
    ]
  }
  const known = new Map(former.map((placement) => [placement.eventId, placement]))
  return placed.flatMap((placement) => placementChanges(known.get(placement.eventId) ?? null, placement))
}

const SNAPSHOT = sql`p.event_id as "eventId", p.calendar_id as "calendarId", p.detail, p.placed_by as "placedBy"`

async function placementsOf(tx: Tx, bindingId: string, calendarId: string): Promise<PlacementSnapshot[]> {
  return await tx.execute<Columns<PlacementSnapshot>>(sql`
    select ${SNAPSHOT} from placements p join links l on l.event_id = p.event_id and l.binding_id = ${bindingId}
    where p.calendar_id = ${calendarId} and not p.home and p.deleted_at is null order by p.event_id`)
}

async function place(
  tx: Tx,
  binding: { id: string; calendarId: string; userId: string },
  { calendarId, detail }: Placed,
): Promise<PlacementSnapshot[]> {
  return await tx.execute<Columns<PlacementSnapshot>>(sql`
    insert into placements as p (event_id, calendar_id, home, detail, placed_by, uid, span_from, span_to, long)
    select e.id, ${calendarId}::uuid, false, ${detail}, ${binding.userId}::uuid, e.uid, e.span_from, e.span_to, origin.long
    from links l join events e on e.id = l.event_id and e.deleted_at is null
      join placements origin on origin.event_id = e.id and origin.home and origin.calendar_id = ${binding.calendarId}
      join ${levelsOf(binding.userId)} own on own.calendar_id = origin.calendar_id
      cross join lateral ${visibleEvents({ userId: binding.userId }, sql`own.level`, 'origin')} v
    where l.binding_id = ${binding.id} and v.detail = 'full' and not exists (
      select 1 from placements o where o.calendar_id = ${calendarId} and o.uid = e.uid and o.event_id <> e.id
        and o.deleted_at is null)
    order by e.id
    on conflict (event_id, calendar_id) do update set detail = excluded.detail, placed_by = excluded.placed_by, deleted_at = null
      where not p.home
    returning ${SNAPSHOT}`)
}
