import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { OUTBOX_CHANGED } from './outbox-store'
import { setServerData } from './server-data'
import { readAll } from './user-database'

/** First elements of the keys of stored queries: ranges, people of events, events, and the viewer's layers. */
export const KEPT = ['range', 'people-view', 'event', 'own']

/** Fills the cache with the stored data, so that days and events from earlier visits open too. */
export async function restoreData(client: QueryClient, user: string): Promise<void> {
  const rows = await readAll(user, 'data').catch(() => [])
  for (const name of KEPT) client.setQueryDefaults([name], { gcTime: Number.POSITIVE_INFINITY })
  for (const { key, data, at } of rows) {
    const queryKey: QueryKey = JSON.parse(key)
    if (client.getQueryData(queryKey) !== undefined) continue
    setServerData(queryKey, data, at)
    client.setQueryData(queryKey, data, { updatedAt: at })
  }
  // The outbox has been drawn over what was in the cache before.
  dispatchEvent(new Event(OUTBOX_CHANGED))
}
