import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { levelsOf } from '@/lib/access/levels'
import type { Change } from '@/lib/commands/pipeline/changes'
import { wakeBindings } from '@/lib/commands/rows/binding-state'
import { unlockEvents } from './end-binding'
import { handOver } from './hand-over'

/** Whether the user of the binding `b` and the connection `conn` was suspended, or may no longer edit its calendar. */
const HAS_LOST_ACCESS = sql`(
  exists (select 1 from users u where u.id = conn.user_id and (u.suspended_at is not null or u.deleted_at is not null))
  or not exists (select 1 from ${levelsOf(sql`conn.user_id`)} l where l.calendar_id = b.calendar_id and l.level >= 3))`

/**
 * Gives up bindings that do not run, such as paused ones, whose user can no longer edit their calendar: no run would
 * hand them over or make their events editable. Those that run are woken, so that they stop by themselves.
 * @param which condition for the bindings `b` and their connections `conn`
 */
export async function releaseBindingsWithoutAccess(tx: Tx, which: SQL): Promise<Change[]> {
  const lost = await tx.execute<{ id: string; calendarId: string; isIdle: boolean }>(sql`
    select b.id, b.calendar_id as "calendarId", b.state <> 'active' as "isIdle"
    from bindings b join connections conn on conn.id = b.connection_id
      join calendars k on k.id = b.calendar_id and k.deleted_at is null
    where ${which} and b.leader_id is null and b.problem is distinct from 'permission-lost' and ${HAS_LOST_ACCESS}
    order by b.id for update of b`)
  const changes: Change[] = []
  for (const binding of lost) {
    if (!binding.isIdle) await wakeBindings(tx, sql`id = ${binding.id}`)
    else {
      await tx.execute(sql`update bindings set problem = 'permission-lost' where id = ${binding.id}`)
      if (!(await handOver(tx, binding.id))) changes.push(...(await unlockEvents(tx, binding)))
    }
  }
  return changes
}
