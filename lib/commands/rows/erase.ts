import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { streamName } from '@/lib/realtime/channels'
import { deleteUnusedFiles, filesOfEvents } from './attachments'

/**
 * Deletes events permanently, with files that are attached to no other event. Their history keeps the entries without
 * content.
 */
export async function eraseEvents(tx: Tx, ids: readonly string[]): Promise<void> {
  if (!ids.length) return
  await eraseHistory(
    tx,
    sql`entity in ('event', 'answer', 'attachment', 'comment') and entity_id = any (${sqlArray(ids)})`,
  )
  await eraseHistory(
    tx,
    sql`entity = 'task' and entity_id in (select t.id::text from tasks t join task_lists l on l.id = t.list_id
      where l.event_id = any (${sqlArray(ids)}::uuid[]))`,
  )
  await tx.execute(sql`update sync_entries set title = '' where event_id = any (${sqlArray(ids)}::uuid[])`)
  await tx.execute(sql`
    delete from sync_conflicts c using links l where l.id = c.link_id and l.event_id = any (${sqlArray(ids)}::uuid[])`)
  const files = await filesOfEvents(tx, ids)
  await tx.execute(sql`delete from events where id = any (${sqlArray(ids)}::uuid[])`)
  await deleteUnusedFiles(tx, files)
}

/** Deletes calendars permanently with their events. Events that have moved to other calendars keep their history. */
export async function eraseCalendars(tx: Tx, ids: readonly string[]): Promise<void> {
  if (!ids.length) return
  const erased = sql`any (${sqlArray(ids)}::uuid[])`
  const events = await tx.execute<{ id: string }>(sql`
    select event_id as id from placements where home and calendar_id = ${erased}`)
  await eraseEvents(
    tx,
    events.map(({ id }) => id),
  )
  // Separate statements: joined by "or", none would use its index.
  await eraseHistory(tx, sql`entity_id = any (${sqlArray(ids)})`)
  await eraseHistory(tx, sql`entity_id in (select id::text from shares where calendar_id = ${erased})`)
  await eraseHistory(
    tx,
    sql`stream = any (${sqlArray(ids.flatMap((id) => [streamName('calendar', id), streamName('owners', id), streamName('hidden', id)]))}) and entity <> 'event'`,
  )
  await tx.execute(sql`delete from calendars where id = ${erased}`)
}

/** Deletes groups permanently with their pictures, their history, and the deliveries of their invitations. */
export async function eraseGroups(tx: Tx, ids: readonly string[]): Promise<void> {
  if (!ids.length) return
  const erased = sql`any (${sqlArray(ids)}::uuid[])`
  await tx.execute(sql`
    delete from deliveries where id in (select delivery_id from invitations where group_id = ${erased})`)
  await tx.execute(sql`
    delete from pictures p using groups g where g.id = ${erased} and g.image like '%/' || p.id`)
  await eraseHistory(
    tx,
    sql`stream = any (${sqlArray(ids.flatMap((id) => [streamName('group', id), streamName('owners', id)]))})`,
  )
  await eraseHistory(tx, sql`entity_id = any (${sqlArray(ids)})`)
  await eraseHistory(tx, sql`entity_id in (select id::text from invitations where group_id = ${erased})`)
  await tx.execute(sql`delete from groups where id = ${erased}`)
}

/** Deletes tasks and lists of tasks permanently that have expired in the trash. */
export async function eraseTasks(tx: Tx, expired: SQL): Promise<void> {
  await eraseHistory(
    tx,
    sql`entity in ('task', 'task-list') and entity_id in (
      select id::text from task_lists where ${expired}
      union all
      select id::text from tasks where ${expired} or list_id in (select id from task_lists where ${expired}))`,
  )
  await tx.execute(sql`delete from tasks where ${expired}`)
  await tx.execute(sql`delete from task_lists where ${expired}`)
}

async function eraseHistory(tx: Tx, which: SQL): Promise<void> {
  await tx.execute(sql`
    update changes set before = null, after = null
    where ${which} and (before is not null or after is not null)`)
}

function sqlArray(texts: readonly string[]): SQL {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`
}
