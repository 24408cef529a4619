import type { QueryClient } from '@tanstack/react-query'

/** Delay in which the response to the user's own change arrives, which closes the dialog of a deleted event. */
const OWN_CHANGE_MS = 500

/** Marks the details of events as stale, and fetches those of the open event again shortly after. */
export function refetchOpenEvent(client: QueryClient): void {
  const invalidate = (refetchType: 'none' | 'active') =>
    client.invalidateQueries({ queryKey: ['event'], refetchType })
  invalidate('none')
  setTimeout(() => invalidate('active'), OWN_CHANGE_MS)
}
