import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { DAY } from '@/lib/calendar/day'
import { storeListedCalendars } from '@/lib/commands/effects/listed-calendars'
import type { Connector } from '@/lib/connectors/connector'
import { type BindingToRun, loadBindingToRun } from './load-binding'
import { inTransaction, stopBinding } from './record-run'

/**
 * Lists the calendars of an account once a day, and after a forbidden write: one request for all its bindings. Stores
 * the present access of the account. Bindings whose remote calendar is no longer listed stop.
 * @returns whether this binding's calendar is still there
 */
export async function refreshCalendars(
  { binding, connection, now }: BindingToRun,
  connector: Connector,
  signal: AbortSignal,
): Promise<boolean> {
  const { id, listedAt } = connection
  // Feeds have one calendar, which can never be written.
  if (!connector.capabilities.writes || (listedAt && Math.abs(now.getTime() - listedAt.getTime()) < DAY))
    return true
  const listed = await connector.listCalendars(signal)
  await inTransaction(async (tx) => ({ changes: await storeListedCalendars(tx, id, listed) }))
  const known = new Set(listed.map((calendar) => calendar.id))
  const bound = await db
    .select({ id: bindings.id, remoteId: bindings.remoteId })
    .from(bindings)
    .where(eq(bindings.connectionId, id))
  for (const { id, remoteId } of bound) {
    const loaded = known.has(remoteId) ? undefined : await loadBindingToRun(id)
    if (loaded?.binding.state === 'active') await stopBinding(loaded, 'calendar-gone')
  }
  return known.has(binding.remoteId)
}
