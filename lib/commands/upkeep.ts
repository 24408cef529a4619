import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { forgetAttempts } from '@/lib/access/attempts'
import { purgeSessions } from '@/lib/access/sessions'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import { purgeLinks } from './account-links'
import { boundColumns } from './event-rows'

const CHUNK = 500

/**
 * Empties the trash and ends what is over. Events go with all they own, and history forgets what they said.
 * Upkeep is no user's act: it leaves no changeset of its own.
 */
export async function purge(): Promise<void> {
  const over = sql`deleted_at < now() - ${TRASH_DAYS} * interval '1 day'`
  const lost = sql`select id from calendars where ${over}`
  const expired = sql`select id from events where ${over}
    union select event_id from placements where home and calendar_id in (${lost})`
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      update changes set before = null, after = null
      where entity = 'event' and entity_id in (select id::text from (${expired}) gone)
        and (before is not null or after is not null)`)
    await tx.execute(sql`delete from events where id in (${expired})`)
    await tx.execute(sql`delete from calendars where id in (${lost})`)
    // Their calendars were deleted with them, and are gone by now.
    await tx.execute(sql`delete from groups where ${over}`)
  })
  await purgeSessions()
  await purgeLinks()
  await forgetAttempts()
}

/**
 * Derives the instants of timed spans anew that were derived with another version of the tz database than this
 * process has: what people said (wall time and zone) stays, what follows from it moves with the rules.
 */
export async function deriveSpans(): Promise<void> {
  const tzdata = process.versions.tz ?? ''
  for (;;) {
    const rows = (await db.execute(sql`
      select id, to_json(start_wall) as "startWall", to_json(end_wall) as "endWall",
        start_zone as "startZone", end_zone as "endZone", recurrence, overrides
      from events where start_zone is not null and tzdata <> ${tzdata}
      limit ${CHUNK}`)) as unknown as ({ id: string } & SpanRow & {
        recurrence: Recurrence | null
        overrides: Overrides
      })[]
    if (!rows.length) return
    const derived = rows.map(({ id, recurrence, overrides, ...row }) => ({
      id,
      ...boundColumns({ span: spanFromRow(row), recurrence, overrides }),
    }))
    await db.execute(sql`
      update events e set span_from = d."spanFrom", span_to = d."spanTo", tzdata = d.tzdata
      from jsonb_to_recordset(${JSON.stringify(derived)}::jsonb)
        as d (id uuid, "spanFrom" timestamptz, "spanTo" timestamptz, tzdata text)
      where e.id = d.id`)
  }
}
