import { type SQL, sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { forgetAttempts } from '@/lib/access/attempts'
import { purgeSessions } from '@/lib/access/sessions'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import { purgeLinks } from './account-links'
import { eraseCalendars, eraseEvents, eraseGroups } from './erase'
import { boundColumns } from './event-rows'

const CHUNK = 500

/**
 * Empties the trash and ends what is over. Events and calendars go with all they own, and history forgets what they said.
 * Upkeep is no user's act: it leaves no changeset of its own.
 */
export async function purge(): Promise<void> {
  const expired = (table: SQL) =>
    sql`select id from ${table} where deleted_at < now() - ${TRASH_DAYS} * interval '1 day'`
  await db.transaction((tx) => eraseEvents(tx, expired(sql`events`)))
  await db.transaction((tx) => eraseCalendars(tx, expired(sql`calendars`)))
  // Their calendars were deleted with them, and are gone by now.
  await db.transaction((tx) => eraseGroups(tx, expired(sql`groups`)))
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
