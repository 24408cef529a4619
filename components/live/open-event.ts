import type { QueryClient } from '@tanstack/react-query'

/** Delay in which a response to this user's own change arrives: a dialog of a deleted event is closed by then. */
const OWN_CHANGE_MS = 500

/** Marks the details of events as stale, and fetches those of the open event again shortly after. */
export function refetchOpenEvent(client: QueryClient): void {
  const invalidate = (refetchType: 'none' | 'active') =>
    client.invalidateQueries({ queryKey: ['event'], refetchType })
  invalidate('none')
  setTimeout(() => invalidate('active'), OWN_CHANGE_MS)
}
