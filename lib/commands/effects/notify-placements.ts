import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { events } from '@/db/schema/events'
import { attendeesOf, groupsOf, hiddenFromOf } from '@/lib/access/nouns/event-columns'
import { isActive, ownersSeePrivate, placerLevel } from '@/lib/access/visible-events'
import type { EventSnapshot } from '@/lib/calendar/event'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { Change, PlacementNotice } from '@/lib/commands/pipeline/changes'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { streamName } from '@/lib/realtime/channels'

/**
 * Returns notices for the calendars that show these events by placements. Once all changes of the command are known,
 * routing.ts decides which users get them.
 */
export async function notifyPlacements(
  tx: Tx,
  eventIds: readonly string[],
  where: SQL = sql`true`,
): Promise<Change[]> {
  type Row = PlacementNotice & { calendar: string }
  const found: Row[] = []
  for (const ids of chunksOf(eventIds, 5000)) {
    found.push(...(await tx.execute<Columns<Row>>(placementsOf(ids, where))))
  }
  return found.map(({ calendar, ...notice }) => ({ ...noticeFor(calendar), notice }))
}

/**
 * Returns notices for calendars whose placements of events went to the trash or were restored.
 * @param placements the placements that were trashed or restored
 */
export async function notifyTrashedPlacements(
  tx: Tx,
  placements: readonly { event: string; calendar: string }[],
  op: 'trashed' | 'restored',
): Promise<Change[]> {
  const found: Change[] = []
  for (const batch of chunksOf(placements, 1000)) {
    const ids = [...new Set(batch.map(({ event }) => event))]
    const isAmong = sql`(p.event_id, p.calendar_id) in (
      select event, calendar from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as s (event uuid, calendar uuid))`
    const notices = await notifyPlacements(tx, ids, sql`${isAmong} and ${isActive()}`)
    const snapshots = await snapshotsOf(tx, ids)
    for (const { notice, ...change } of notices) {
      const event = notice && snapshots.get(notice.event)
      if (!event) continue
      const versions = op === 'trashed' ? { before: event, after: null } : { before: null, after: event }
      found.push({ ...change, notice: { ...notice, versions } })
    }
  }
  return found
}

async function snapshotsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, EventSnapshot>> {
  const rows = await tx
    .select({
      row: events,
      calendarId: sql<string>`(select h.calendar_id from placements h where h.event_id = events.id and h.home)`,
      attendees: attendeesOf,
      hiddenFrom: hiddenFromOf,
      groups: groupsOf,
    })
    .from(events)
    .where(inArray(events.id, [...ids]))
  return new Map(rows.map(({ row, ...rest }) => [row.id, snapshotOf({ ...row, ...rest })]))
}

function noticeFor(id: string): Change {
  return { stream: streamName('calendar', id), entity: 'placement', id, op: 'changed', hidden: true }
}

function placementsOf(eventIds: readonly string[], where: SQL): SQL {
  return sql`
    select p.event_id as event, p.calendar_id as calendar, p.detail, p.placed_by as "placedBy",
      ${placerLevel()} as "placerLevel", ${ownersSeePrivate()} as "ownersSeePrivate"
    from placements p join events e on e.id = p.event_id
    where not p.home and p.event_id in (select jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)::uuid)
      and ${where}
    order by p.calendar_id, p.event_id`
}
