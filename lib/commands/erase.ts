import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'

/**
 * Ends events for good, with all they own: history forgets what they said, and keeps that something was.
 *
 * @param ids a query of their ids
 */
export async function eraseEvents(tx: Tx, ids: SQL): Promise<void> {
  await tx.execute(sql`
    update changes set before = null, after = null
    where entity = 'event' and entity_id in (select id::text from (${ids}) gone)
      and (before is not null or after is not null)`)
  await tx.execute(sql`delete from events where id in (${ids})`)
}

/**
 * Ends calendars for good, with all that is in them. What events said that have moved on stays in history: it is
 * theirs.
 *
 * @param ids a query of their ids
 */
export async function eraseCalendars(tx: Tx, ids: SQL): Promise<void> {
  await eraseEvents(
    tx,
    sql`select p.event_id as id from placements p where p.home and p.calendar_id in (${ids})`,
  )
  await tx.execute(sql`
    update changes set before = null, after = null
    where (before is not null or after is not null) and (
      entity_id in (select id::text from (${ids}) gone)
      or entity_id in (select s.id::text from shares s where s.calendar_id in (${ids}))
      or (stream in (select 'calendar-' || id from (${ids}) gone) and entity <> 'event'))`)
  await tx.execute(sql`delete from calendars where id in (${ids})`)
}

/**
 * Ends groups for good, with their pictures, what history says of them, and whom they wrote to. Their calendars have ended
 * before.
 *
 * @param ids a query of their ids
 */
export async function eraseGroups(tx: Tx, ids: SQL): Promise<void> {
  await tx.execute(sql`
    delete from deliveries where id in (select i.delivery_id from invitations i where i.group_id in (${ids}))`)
  await tx.execute(sql`
    delete from pictures p using groups g where g.id in (${ids}) and g.image like '%/' || p.id`)
  await tx.execute(sql`
    update changes set before = null, after = null
    where (before is not null or after is not null) and (
      stream in (select 'group-' || id from (${ids}) gone) or entity_id in (select id::text from (${ids}) gone)
      or entity_id in (select i.id::text from invitations i where i.group_id in (${ids})))`)
  await tx.execute(sql`delete from groups where id in (${ids})`)
}
