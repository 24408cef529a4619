import { QueryClient } from '@tanstack/react-query'

/** Returns a cache for what the calendar page fetches. */
export function createCalendarClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: 2 } } })
}
