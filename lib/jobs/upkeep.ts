import { type SQL, sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { purgeAttempts } from '@/lib/access/attempts'
import { purgeSessions } from '@/lib/access/end-sessions'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import { deleteManagedMembers } from '@/lib/commands/effects/delete-managed-members'
import { eraseGatherings } from '@/lib/commands/effects/gathering-organizers'
import { purgeLinks } from '@/lib/commands/rows/account-links'
import { purgeDueAlarms } from '@/lib/commands/rows/alarm-due'
import { purgeAttachments } from '@/lib/commands/rows/attachments'
import { purgeDeliveries } from '@/lib/commands/rows/deliveries'
import { eraseCalendars, eraseEvents, eraseGroups, eraseTasks } from '@/lib/commands/rows/erase'
import { boundColumnsWithin, createRunBudget } from '@/lib/commands/rows/event-recordsets'
import { deriveSlotSpans, purgeRemovedSlots } from '@/lib/commands/rows/gathering-upkeep'
import { managedMembersOf } from '@/lib/commands/rows/members'
import { purgeNotifications } from '@/lib/commands/rows/notifications'
import { purgeSyncRuns } from '@/lib/commands/rows/sync-runs'
import { eventsLostWithGroups } from '@/lib/queries/lost-events'

const BATCH_SIZE = 500

/**
 * Deletes expired data permanently: trash, files that were never attached, sessions, links, deliveries, notifications,
 * logs of syncs, attempts and alarms. Records no changeset, since no user acts.
 */
export async function purge(): Promise<void> {
  const expired = sql`deleted_at < now() - ${TRASH_DAYS} * interval '1 day'`
  await db.transaction(async (tx) =>
    eraseEvents(tx, await idsOf(tx, sql`events where ${expired} for update`)),
  )
  await db.transaction(async (tx) =>
    eraseCalendars(tx, await idsOf(tx, sql`calendars where ${expired} for update`)),
  )
  await db.transaction((tx) => eraseTasks(tx, expired))
  // The calendars of a deleted group expire with it. Groups that still have a calendar are kept.
  const hasNoCalendar = sql`not exists (select 1 from calendars where owner_group_id = groups.id)`
  await db.transaction(async (tx) => {
    const ids = await idsOf(tx, sql`groups where ${expired} and ${hasNoCalendar} for update`)
    await eraseEvents(tx, await eventsLostWithGroups(tx, ids))
    await deleteManagedMembers(tx, await managedMembersOf(tx, ids), new Date())
    await eraseGroups(tx, ids)
  })
  // Earlier versions of Kinday did not delete the events of a deleted calendar. Without a home they are unreachable.
  const orphaned = sql`events where not exists (select 1 from placements where event_id = events.id and home)`
  await db.transaction(async (tx) => eraseEvents(tx, await idsOf(tx, orphaned)))
  await db.transaction(async (tx) =>
    eraseGatherings(tx, await idsOf(tx, sql`gatherings where ${expired} for update`)),
  )
  await purgeRemovedSlots()
  await db.transaction(purgeAttachments)
  await purgeSessions()
  await purgeLinks()
  await purgeDeliveries()
  await purgeNotifications()
  await purgeSyncRuns()
  await purgeAttempts()
  await purgeDueAlarms(Date.now())
}

async function idsOf(tx: Tx, rows: SQL): Promise<string[]> {
  const found = await tx.execute<{ id: string }>(sql`select id from ${rows}`)
  return found.map(({ id }) => id)
}

/**
 * Recalculates instants of timed events that were derived with another version of the tz database. Wall times and
 * time zones stay. Skips events that are edited in the meantime.
 */
export async function deriveSpans(): Promise<void> {
  await deriveSlotSpans()
  const tzdata = process.versions.tz ?? ''
  for (;;) {
    const rows = await db.execute<Columns<TimedRow>>(sql`
      select id, version, to_json(start_wall) as "startWall", to_json(end_wall) as "endWall",
        start_zone as "startZone", end_zone as "endZone", recurrence, overrides
      from events where start_zone is not null and tzdata <> ${tzdata}
      limit ${BATCH_SIZE}`)
    if (!rows.length) return
    for await (const derived of jsonBatches(derivedColumns(rows))) {
      await db.execute(sql`
        update events e set span_from = d."spanFrom", span_to = d."spanTo", tzdata = d.tzdata
        from jsonb_to_recordset(${derived}::jsonb)
          as d (id uuid, version int, "spanFrom" timestamptz, "spanTo" timestamptz, tzdata text)
        where e.id = d.id and e.version = d.version and e.tzdata <> d.tzdata`)
    }
  }
}

type TimedRow = { id: string; version: number } & SpanRow & {
    recurrence: Recurrence | null
    overrides: Overrides
  }

function* derivedColumns(rows: readonly TimedRow[]) {
  const budget = createRunBudget()
  for (const { id, version, recurrence, overrides, ...row } of rows) {
    const series = { span: spanFromRow(row), recurrence, overrides }
    yield { ...{ id, version }, ...boundColumnsWithin(budget, series) }
  }
}
