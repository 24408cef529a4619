'use client'

import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { dayOf, isDay } from '@/lib/calendar/day'
import { addMonths, type MonthGrid, monthGrid } from '@/lib/calendar/month'
import type { Range } from '@/lib/calendar/tuple'
import { signedOut } from '@/lib/realtime/client'

/** All ranges begin with this in the query cache: what changes an event changes each of them. */
export const RANGES = ['range']

/** The key and source of the range that a grid shows. */
function rangeQuery({ from, to }: MonthGrid) {
  return {
    queryKey: [...RANGES, from, to],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Range> => {
      const answer = await fetch(`/api/view/range?from=${dayOf(from)}&to=${dayOf(to)}`, { signal })
      if (answer.status === 401) signedOut()
      if (!answer.ok) throw new Error(`range: ${answer.status}`)
      return answer.json()
    },
  }
}

/** Gives the cache what the server rendered the page with. */
export function seedRange(client: QueryClient, range: Range): void {
  client.setQueryData([...RANGES, range.from, range.to], range)
}

/** What a month shows; the months beside it are fetched when the browser is idle, so that they are there at once. */
export function useMonthRange(date: string, weekStart: number, initial: Range) {
  const client = useQueryClient()
  const query = useQuery({
    ...rangeQuery(monthGrid(date, weekStart)),
    placeholderData: keepPreviousData,
    // Of calendars that one only knows to be busy no pings come: they are asked for.
    refetchInterval: ({ state }) => state.data?.calendars.some(([, , , level]) => level === 1) && 60_000,
  })
  useEffect(() => {
    const prefetch = () => {
      for (const months of [1, -1]) {
        const beside = addMonths(date, months)
        if (isDay(beside)) client.prefetchQuery(rangeQuery(monthGrid(beside, weekStart)))
      }
    }
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(prefetch, 100)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(prefetch, { timeout: 1000 })
    return () => cancelIdleCallback(idle)
  }, [client, date, weekStart])
  return { range: query.data ?? initial, loading: query.isPlaceholderData, failed: query.isError }
}

/** Changes every cached range at once, before the server has answered. */
export function changeRanges(client: QueryClient, change: (range: Range) => Range): void {
  // What was asked before the change must not draw over it.
  client.cancelQueries({ queryKey: RANGES })
  client.setQueriesData<Range>({ queryKey: RANGES }, (range) => range && change(range))
}

/** Asks the server again for what is shown now; the rest when it is next shown. */
export function refetchRanges(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: RANGES })
}
