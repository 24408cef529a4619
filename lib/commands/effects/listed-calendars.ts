import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { Change } from '@/lib/commands/pipeline/changes'
import { refetchNotice } from './end-binding'
import { changeAccess } from './keep-remote'

/** Stores the calendars of an account as just listed. Events become read-only or editable with the access to them. */
export async function storeListedCalendars(
  tx: Tx,
  connectionId: string,
  listed: readonly RemoteCalendar[],
): Promise<Change[]> {
  const known = new Map(listed.map((calendar) => [calendar.id, calendar]))
  const changes: Change[] = []
  const bound = await tx
    .select()
    .from(bindings)
    .where(eq(bindings.connectionId, connectionId))
    .orderBy(bindings.id)
    .for('no key update')
  for (const binding of bound) {
    const remote = known.get(binding.remoteId)
    if (!remote || isEqual(remote, binding.remote)) continue
    await tx.update(bindings).set({ remote }).where(eq(bindings.id, binding.id))
    if (binding.leaderId || remote.access === binding.remote.access) continue
    const { hasChanged } = await changeAccess(tx, binding, binding, { ...binding, remote })
    if (hasChanged) changes.push(refetchNotice(binding.calendarId))
  }
  await tx.update(connections).set({ listedAt: sql`now()` }).where(eq(connections.id, connectionId))
  return changes
}
