'use client'
'use no memo'

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { cachedRange, hasPendingUpdates, RETRY_DELAY_MS, rangeQueryOptions } from '@/components/live/ranges'
import { useOnline } from '@/components/ui/online'
import { isDay } from '@/lib/calendar/day'
import { decodeCalendar, type Range, toItems } from '@/lib/calendar/tuple'
import { addPages, type DayRange, loadedDaysOfView } from '@/lib/calendar/views'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { Viewer } from '@/lib/schemas/users'
import type { CalendarRoute } from './calendar-route'

/** Why the days of a view are not loaded; null if they are. */
export type MissingReason = 'loading' | 'offline' | 'failed' | null

/** No pings arrive for calendars of which the viewer sees free/busy times only. */
const FREEBUSY_POLL_MS = 60_000

/**
 * Returns the range of a view, at once if a cached range contains it. Prefetches the previous and next pages when the
 * browser is idle.
 */
export function useViewRange({ view, date }: CalendarRoute, { weekStart, timeZone }: Viewer, initial: Range) {
  const client = useQueryClient()
  const days = loadedDaysOfView(view, date, weekStart)
  const isOnline = useOnline()
  const query = useQuery({
    ...rangeQueryOptions(days),
    placeholderData: (previous) => cachedRange(client, days) ?? previous,
    refetchInterval: ({ state }) => {
      if (state.status === 'error') return RETRY_DELAY_MS
      const hasFreeBusy = state.data?.calendars.some((calendar) => decodeCalendar(calendar).level === 1)
      return !hasPendingUpdates() && hasFreeBusy && FREEBUSY_POLL_MS
    },
  })
  useEffect(() => {
    const prefetch = () => {
      for (const pages of [1, -1]) {
        const adjacent = addPages(view, date, pages)
        if (isDay(adjacent)) prepareRange(client, loadedDaysOfView(view, adjacent, weekStart), timeZone)
      }
    }
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(prefetch, 100)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(prefetch, { timeout: 1000 })
    return () => cancelIdleCallback(idle)
  }, [client, view, date, weekStart, timeZone])
  const range = query.data ?? cachedRange(client, days) ?? initial
  const isComplete = range.from <= days.from && days.to <= range.to
  const missing = isComplete ? null : missingReason(query, isOnline)
  return { range, missing, failed: isComplete && query.isError }
}

/** Fetches a range and converts its tuples in advance: `toItems` caches the items. */
async function prepareRange(client: QueryClient, days: DayRange, zone: Zone): Promise<void> {
  const query = rangeQueryOptions(days)
  await client.prefetchQuery(query)
  const range = client.getQueryData<Range>(query.queryKey)
  if (range) toItems(range.tuples, zone, range.locations)
}

/** Returns why a query has no data. Requests may fail before or after `navigator.onLine` changes, so both count. */
export function missingReason(
  { isError, fetchStatus }: { isError: boolean; fetchStatus: string },
  isOnline: boolean,
): NonNullable<MissingReason> {
  if (!isOnline || fetchStatus === 'paused') return 'offline'
  return isError ? 'failed' : 'loading'
}
