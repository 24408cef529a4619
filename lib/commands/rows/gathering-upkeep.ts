import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { wallMs } from '@/lib/calendar/day'
import { boundsOf, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import { instantAt } from '@/lib/calendar/zones/wall-time'

/** Deletes slots and participants that were removed longer ago than the trash keeps. */
export async function purgeRemovedSlots(): Promise<void> {
  const isExpired = (column: 'removed_at' | 'revoked_at') =>
    sql`${sql.raw(column)} < now() - ${TRASH_DAYS} * interval '1 day'`
  await db.execute(sql`delete from gathering_slots where ${isExpired('removed_at')}`)
  await db.execute(sql`delete from gathering_participants where ${isExpired('revoked_at')}`)
}

/** Recalculates the instants of slots and deadlines that were derived with another version of the tz database. */
export async function deriveSlotSpans(): Promise<void> {
  const tzdata = process.versions.tz ?? ''
  for (;;) {
    const rows = await db.execute<Columns<SpanRow & { id: string }>>(sql`
      select id, null as "startDate", null as "endDate", to_json(start_wall) as "startWall",
        to_json(end_wall) as "endWall", start_zone as "startZone", end_zone as "endZone"
      from gathering_slots where start_zone is not null and tzdata <> ${tzdata} limit 500`)
    if (!rows.length) break
    const derived = rows.map(({ id, ...row }) => {
      const { from, to } = boundsOf(spanFromRow(row))
      return { id, from: new Date(from), to: new Date(to) }
    })
    await db.execute(sql`
      update gathering_slots s set span_from = d."from", span_to = d."to", tzdata = ${tzdata}
      from jsonb_to_recordset(${JSON.stringify(derived)}::jsonb) as d (id uuid, "from" timestamptz, "to" timestamptz)
      where s.id = d.id`)
  }
  const deadlines = await db.execute<{ id: string; deadline: string; zone: string }>(sql`
    select id, to_json(deadline) as deadline, time_zone as zone from gatherings
    where deadline_at > now() and deadline_handled_at is null`)
  const instants = deadlines.map(({ id, deadline, zone }) => ({
    ...{ id, at: new Date(instantAt(wallMs(deadline), zone)) },
  }))
  await db.execute(sql`
    update gatherings g set deadline_at = d.at
    from jsonb_to_recordset(${JSON.stringify(instants)}::jsonb) as d (id uuid, at timestamptz)
    where g.id = d.id and g.deadline_at <> d.at`)
}
