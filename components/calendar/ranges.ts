'use client'

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useOnline } from '@/components/ui/online'
import { dayOf, isDay } from '@/lib/calendar/day'
import type { Range } from '@/lib/calendar/tuple'
import { type DayRange, daysOfView, pageOf } from '@/lib/calendar/views'
import { withHidden } from '@/lib/calendar/visible'
import { signedOut } from '@/lib/realtime/signed-out'
import type { Place } from './place'
import { wished } from './wishes'

/** All ranges begin with this in the query cache: what changes an event changes each of them. */
export const RANGES = ['range']

/** Time between attempts to load days that could not be loaded. */
const RETRY_MS = 5000

/** Why the days shown are not there: null if they are. */
export type Missing = 'loading' | 'offline' | 'failed' | null

/** The key and source of a range of days. */
export function rangeQuery({ from, to }: DayRange) {
  return {
    queryKey: [...RANGES, from, to],
    // A failed range is requested again as long as it is shown. Without a connection the request waits for one.
    refetchInterval: ({ state }: { state: { status: string } }) => state.status === 'error' && RETRY_MS,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Range> => {
      const asked = wished()
      const answer = await fetch(`/api/view/range?from=${dayOf(from)}&to=${dayOf(to)}`, { signal })
      if (answer.status === 401) signedOut()
      if (!answer.ok) throw new Error(`range: ${answer.status}`)
      const range: Range = await answer.json()
      // Also of a wish that was answered on the way: the range may have been read before.
      return withHidden(range, new Map([...asked, ...wished()]))
    },
  }
}

/** Gives the cache what the server rendered the page with. */
export function seedRange(client: QueryClient, range: Range): void {
  client.setQueryData([...RANGES, range.from, range.to], range)
}

/**
 * What a view shows, at once where a range that was fetched holds it. The pages beside it are fetched when the browser is
 * idle, so that they are there at once too.
 */
export function usePlaceRange({ view, date }: Place, weekStart: number, initial: Range) {
  const client = useQueryClient()
  const days = daysOfView(view, date, weekStart)
  const online = useOnline()
  const query = useQuery({
    ...rangeQuery(days),
    placeholderData: (before) => holding(client, days) ?? before,
    // Of calendars that one only knows to be busy no pings come: they are asked for.
    refetchInterval: ({ state }) => {
      if (state.status === 'error') return RETRY_MS
      return !ahead && state.data?.calendars.some(([, , , level]) => level === 1) && 60_000
    },
  })
  useEffect(() => {
    const prefetch = () => {
      for (const pages of [1, -1]) {
        const beside = pageOf(view, date, pages)
        if (isDay(beside)) client.prefetchQuery(rangeQuery(daysOfView(view, beside, weekStart)))
      }
    }
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(prefetch, 100)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(prefetch, { timeout: 1000 })
    return () => cancelIdleCallback(idle)
  }, [client, view, date, weekStart])
  const range = query.data ?? holding(client, days) ?? initial
  const held = range.from <= days.from && days.to <= range.to
  return { range, missing: held ? null : missingWhy(query, online), failed: held && query.isError }
}

/** Returns why a query has no data. A browser may know that it is offline before a request has failed, or after. */
export function missingWhy(
  { isError, fetchStatus }: { isError: boolean; fetchStatus: string },
  online: boolean,
): NonNullable<Missing> {
  if (!online || fetchStatus === 'paused') return 'offline'
  return isError ? 'failed' : 'loading'
}

/** A range in the cache that has all of the days. */
export function holding(client: QueryClient, { from, to }: DayRange): Range | undefined {
  const ranges = client.getQueriesData<Range>({ queryKey: RANGES })
  return ranges.find(([, range]) => range && range.from <= from && to <= range.to)?.[1]
}

/** Changes every cached range at once, before the server has answered. */
export function changeRanges(client: QueryClient, change: (range: Range) => Range): void {
  // What was asked before the change must not draw over it.
  client.cancelQueries({ queryKey: RANGES })
  client.setQueriesData<Range>({ queryKey: RANGES }, (range) => range && change(range))
}

/** How much is drawn that the server has yet to be told, and who wants to ask it again after. */
let ahead = 0
const asking = new Set<QueryClient>()

/**
 * Says that something is drawn which the server has yet to be told. Until then nothing is asked for again: the answer
 * would take it back.
 * @returns what ends it, when the server has answered.
 */
export function drawnAhead(): () => void {
  ahead++
  return () => {
    ahead--
    if (ahead) return
    for (const client of asking) refetchRanges(client)
    asking.clear()
  }
}

/** Asks the server again for what is shown now; the rest when it is next shown. Once it knows of all that is drawn. */
export async function refetchRanges(client: QueryClient): Promise<void> {
  if (ahead) asking.add(client)
  else await client.invalidateQueries({ queryKey: RANGES })
}
