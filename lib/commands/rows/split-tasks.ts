import { type SQL, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { EventSnapshot } from '@/lib/calendar/event'
import { positionBetween } from '@/lib/calendar/tasks/position'
import { isActiveClaim } from '@/lib/queries/task-claims'

/**
 * Gives the part that was split off a series the tasks of the whole series that belong to it: open ones that are due on
 * its first day or later move, since there is one of each to do; sign-up sheets are copied with what people have taken,
 * as their answers are. The other tasks stay with the first part.
 */
export async function moveTasksToSplit(tx: Tx, from: string, { id, span }: EventSnapshot): Promise<void> {
  const list = uuidv7()
  const ofSeries = sql`select id from task_lists where event_id = ${from} and recurrence_id is null`
  const moves = sql`list_id in (${ofSeries}) and wanted is null and status <> 'done' and deleted_at is null
    and due_date >= ${span.start.slice(0, 10)}`
  const copies = sql`list_id in (${ofSeries}) and wanted is not null and deleted_at is null`
  await tx.execute(sql`
    insert into task_lists (id, event_id, name, position)
    select ${list}, ${id}, '', ${positionBetween(null, null)}
    where exists (select 1 from tasks where (${moves}) or (${copies}))`)
  await tx.execute(sql`update tasks set list_id = ${list} where ${moves}`)
  await tx.execute(sql`
    with sheets as materialized (select gen_random_uuid() as copy, t.* from tasks t where ${copies}), copied as (
      insert into tasks (id, list_id, title, note, status, assignee_id, due_date, due_time, due_zone, notify_from, wanted,
        position, done_at)
      select copy, ${list}, title, note, status, assignee_id, due_date, due_time, due_zone, notify_from, wanted, position,
        done_at from sheets)
    insert into task_claims (id, task_id, user_id, participant_id, guest_link_id, quantity, comment, created_at)
    select gen_random_uuid(), s.copy, c.user_id, c.participant_id, c.guest_link_id, c.quantity, c.comment, c.created_at
    from sheets s join task_claims c on c.task_id = s.id where ${isActiveClaim}`)
}

/**
 * Moves tasks of a whole series back from the parts that were split off it, when that is undone. Copies of sign-up sheets
 * stay in the trash with their part.
 */
export async function returnTasksOfSplits(tx: Tx, splits: readonly string[]): Promise<void> {
  if (!splits.length) return
  const ofSplits = sql`task_lists l join events e on e.id = l.event_id
    where l.event_id in ${idsOf(splits)} and l.recurrence_id is null`
  await tx.execute(sql`
    insert into task_lists (id, event_id, name, position)
    select gen_random_uuid(), e.split_from, '', l.position from ${ofSplits}
      and exists (select 1 from tasks t where t.list_id = l.id)
    on conflict do nothing`)
  await tx.execute(sql`
    update tasks t set list_id = moved.to from (
      select l.id, former.id as to from task_lists l join events e on e.id = l.event_id
        join task_lists former on former.event_id = e.split_from and former.recurrence_id is null
      where l.event_id in ${idsOf(splits)} and l.recurrence_id is null) moved
    where t.list_id = moved.id and (t.wanted is null or not exists (
      select 1 from tasks sheet where sheet.list_id = moved.to and sheet.wanted is not null
        and (sheet.position = t.position or sheet.title = t.title)))`)
}

/** Gives guests what they took of sign-up sheets of these events by the link of the series, by their own link to it. */
export async function reassignGuestClaims(tx: Tx, events: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update task_claims c set guest_link_id = present.id
    from tasks t join task_lists l on l.id = t.list_id, guest_links former, guest_links present
    where t.id = c.task_id and l.event_id in ${idsOf(events)} and former.id = c.guest_link_id
      and former.event_id <> l.event_id and former.revoked_at is null
      and present.event_id = l.event_id and present.revoked_at is null
      and (present.email, present.name) is not distinct from (former.email, former.name)
      and not exists (select 1 from task_claims own where own.task_id = c.task_id and own.guest_link_id = present.id)`)
}

function idsOf(ids: readonly string[]): SQL {
  return sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`
}
