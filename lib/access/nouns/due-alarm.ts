import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { alarmDue } from '@/db/schema/layers'
import type { Actor } from '../actor'
import type { LoadedTarget } from '../verbs'
import { allowAll, isAdministrator } from './administration'

/** Loads an alarm that is due or was sent, for administrators. */
export async function loadDueAlarm(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<typeof alarmDue.$inferSelect, 'due-alarm'> | undefined> {
  if (!(await isAdministrator(tx, actor))) return undefined
  const [row] = await tx.select().from(alarmDue).where(eq(alarmDue.id, id)).for('update')
  return row && allowAll(row)
}
