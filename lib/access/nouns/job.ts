import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import type { Actor } from '../actor'
import type { LoadedTarget } from '../verbs'
import { allowAll, isAdministrator } from './administration'

/** Loads a job that waits or has failed. */
export async function loadJob(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<{ id: string; name: string; locked: boolean }, 'job'> | undefined> {
  if (!(await isAdministrator(tx, actor))) return undefined
  const [row] = await tx.execute<{ id: string; name: string; locked: boolean }>(sql`
    select id::text as id, task_identifier as name, locked_at is not null as locked
    from graphile_worker.jobs where id = ${id}::bigint`)
  return row && allowAll(row)
}

/** Loads a delivery. */
export async function loadDelivery(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<typeof deliveries.$inferSelect, 'delivery'> | undefined> {
  if (!(await isAdministrator(tx, actor))) return undefined
  const [row] = await tx.select().from(deliveries).where(eq(deliveries.id, id)).for('update')
  return row && allowAll(row)
}
