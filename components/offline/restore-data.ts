import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { Range } from '@/lib/calendar/tuple'
import { withNewerRanges } from '@/lib/offline/newest-range'
import type { StoredData } from '@/lib/offline/stored-data'
import type { Viewer } from '@/lib/schemas/users'
import { OUTBOX_CHANGED } from './outbox-store'
import { setServerData } from './server-data'
import { readAll } from './user-database'

/** First elements of the keys of stored queries: ranges, people of events, events, and the viewer's layers. */
export const STORED_QUERY_PREFIXES = ['range', 'people-view', 'event', 'own']

/**
 * Fills the cache with the stored data, so that days and events from earlier visits open too. Days that several ranges
 * contain are shown as in the newest of them.
 */
export async function restoreData(client: QueryClient, { id: user, timeZone }: Viewer): Promise<void> {
  const rows = await readAll(user, 'data').catch(() => [])
  const ranges = rows.filter(isRange).map(({ data, at }) => ({ range: data as Range, at }))
  for (const name of STORED_QUERY_PREFIXES)
    client.setQueryDefaults([name], { gcTime: Number.POSITIVE_INFINITY })
  for (const row of rows) {
    const { key, at } = row
    const queryKey: QueryKey = JSON.parse(key)
    if (client.getQueryData(queryKey) !== undefined) continue
    const data = isRange(row) ? withNewerRanges({ range: row.data as Range, at }, ranges, timeZone) : row.data
    setServerData(queryKey, data, at)
    client.setQueryData(queryKey, data, { updatedAt: at })
  }
  // The outbox has been drawn over what was in the cache before.
  dispatchEvent(new Event(OUTBOX_CHANGED))
}

function isRange({ key }: StoredData): boolean {
  return key.startsWith('["range"')
}
