import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type EventViewer, visibleEvents } from '@/lib/access/visible-events'
import type { Recurrence, Series } from '@/lib/calendar/series/recurrence'
import type { SpanRow } from '@/lib/calendar/span'
import type { Instant } from '@/lib/calendar/zones/zone'
import { timestamp } from './timestamp'

/** Maximum number of busy times of a calendar. */
export const MAX_TIMES = 20_000

export interface BusyRow extends SpanRow {
  id: string
  home: boolean
  busy: boolean
  status: 'confirmed' | 'tentative' | 'cancelled'
  recurrence: Recurrence | null
  overrides: Series['overrides']
}

/**
 * Reads the events that a viewer with this level sees in the calendar as busy only; at level 1, these are all events.
 */
export async function busyRows(
  db: Db,
  calendarId: string,
  { from, to }: { from: Instant; to: Instant },
  { viewer, level }: { viewer: EventViewer; level: number },
): Promise<BusyRow[]> {
  return await db.execute<Columns<BusyRow>>(sql`
    select e.id, p.home, e.busy, e.status, e.recurrence, e.overrides, e.start_date as "startDate", e.end_date as "endDate",
      to_json(e.start_wall) #>> '{}' as "startWall", to_json(e.end_wall) #>> '{}' as "endWall",
      e.start_zone as "startZone", e.end_zone as "endZone"
    from placements p cross join lateral ${visibleEvents(viewer, sql`${level}::int`)} e
    where p.calendar_id = ${calendarId} and p.deleted_at is null and e.kind <> 'reminder'
      and (e.recurrence is not null or (e.busy and e.status <> 'cancelled'))
      and p.span_from < ${timestamp(to)} and p.span_to >= ${timestamp(from)}
      and (p.long or p.span_from > ${timestamp(from)} - interval '31 days')
      and e.detail = 'busy'
    order by p.span_from, p.event_id limit ${MAX_TIMES}`)
}
