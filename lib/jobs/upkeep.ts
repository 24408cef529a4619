import { type SQL, sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import { forgetAttempts } from '@/lib/access/attempts'
import { purgeSessions } from '@/lib/access/sessions'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import { purgeLinks } from '@/lib/commands/rows/account-links'
import { purgeDeliveries } from '@/lib/commands/rows/deliveries'
import { eraseCalendars, eraseEvents, eraseGroups } from '@/lib/commands/rows/erase'
import { boundColumnsWithin, runBudget } from '@/lib/commands/rows/event-batch'

const CHUNK = 500

/**
 * Empties the trash and ends what is over. Events and calendars go with all they own, and history forgets what they said.
 * Upkeep is no user's act: it leaves no changeset of its own.
 */
export async function purge(): Promise<void> {
  const expired = sql`deleted_at < now() - ${TRASH_DAYS} * interval '1 day'`
  await db.transaction(async (tx) =>
    eraseEvents(tx, await idsOf(tx, sql`events where ${expired} for update`)),
  )
  await db.transaction(async (tx) =>
    eraseCalendars(tx, await idsOf(tx, sql`calendars where ${expired} for update`)),
  )
  // Their calendars were deleted with them, and are gone by now. One that is not would end without its trash.
  const empty = sql`not exists (select 1 from calendars where owner_group_id = groups.id)`
  await db.transaction(async (tx) =>
    eraseGroups(tx, await idsOf(tx, sql`groups where ${expired} and ${empty} for update`)),
  )
  // Where a calendar ended so in an older Kinday, its events were left behind, and nobody can reach them.
  const lost = sql`events where not exists (select 1 from placements where event_id = events.id and home)`
  await db.transaction(async (tx) => eraseEvents(tx, await idsOf(tx, lost)))
  await purgeSessions()
  await purgeLinks()
  await purgeDeliveries()
  await forgetAttempts()
}

async function idsOf(tx: Tx, rows: SQL): Promise<string[]> {
  const found = (await tx.execute(sql`select id from ${rows}`)) as unknown as { id: string }[]
  return found.map(({ id }) => id)
}

/**
 * Derives the instants of timed spans anew that were derived with another version of the tz database than this
 * process has: what people said (wall time and zone) stays, what follows from it moves with the rules. What is edited
 * meanwhile is left as it is then.
 */
export async function deriveSpans(): Promise<void> {
  const tzdata = process.versions.tz ?? ''
  for (;;) {
    const rows = (await db.execute(sql`
      select id, version, to_json(start_wall) as "startWall", to_json(end_wall) as "endWall",
        start_zone as "startZone", end_zone as "endZone", recurrence, overrides
      from events where start_zone is not null and tzdata <> ${tzdata}
      limit ${CHUNK}`)) as unknown as TimedRow[]
    if (!rows.length) return
    for await (const derived of jsonBatches(derivedOf(rows))) {
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

function* derivedOf(rows: readonly TimedRow[]) {
  const budget = runBudget()
  for (const { id, version, recurrence, overrides, ...row } of rows) {
    const series = { span: spanFromRow(row), recurrence, overrides }
    yield { ...{ id, version }, ...boundColumnsWithin(budget, series) }
  }
}
