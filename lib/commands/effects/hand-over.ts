import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { changeAccess } from './keep-remote'

/**
 * Lets another member's binding of the same remote calendar take over from one that ends. The successor gets the links,
 * and reads everything again, since the cursor and the reminders belong to the former account. The former binding
 * becomes its follower. An account that sees only busy times does not succeed an account that sees titles: they would
 * be lost.
 * @param which `able`: only bindings that can run now; `any`: also those that are paused or have a problem
 * @returns the id of the binding that took over; undefined if there is none
 */
export async function handOver(
  tx: Tx,
  id: string,
  which: 'able' | 'any' = 'able',
): Promise<string | undefined> {
  const isAble = sql`(b.state = 'active' and c.problem is null)`
  const [successor] = await tx.execute<{ id: string }>(sql`
    select b.id from bindings b join connections c on c.id = b.connection_id
      join bindings l on l.id = b.leader_id
    where b.leader_id = ${id} and (${isAble} or ${which === 'any'})
      and (b.remote ->> 'access' <> 'busy' or l.remote ->> 'access' = 'busy')
    order by ${isAble} desc, array_position(array['write', 'read', 'busy'], b.remote ->> 'access'), b.id
    limit 1 for update of b`)
  if (!successor) return undefined
  await tx.execute(sql`update bindings set leader_id = ${successor.id} where id = ${id}`)
  // Among the bindings of a calendar without a leader, only one can be two-way (index bindings_both).
  await tx.execute(sql`
    update bindings b set leader_id = null, cursor = null, failures = 0,
      next_run_at = case when state = 'active' then now() end,
      direction = case when exists (select 1 from bindings o
        where o.calendar_id = b.calendar_id and o.direction = 'both' and o.leader_id is null and o.id <> b.id)
        then 'pull' else b.direction end
    where id = ${successor.id}`)
  await tx.execute(sql`
    update bindings set leader_id = ${successor.id} where leader_id = ${id} and id <> ${successor.id}`)
  await tx.execute(sql`
    update links set binding_id = ${successor.id}, alarms = null, occurrence_alarms = null where binding_id = ${id}`)
  const [former] = await tx.select().from(bindings).where(eq(bindings.id, id))
  const [present] = await tx.select().from(bindings).where(eq(bindings.id, successor.id))
  await changeAccess(tx, present!, former!, present!)
  return successor.id
}
