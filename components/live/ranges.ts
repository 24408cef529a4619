'use client'

import type { QueryClient } from '@tanstack/react-query'
import { dayOf } from '@/lib/calendar/day'
import type { Range } from '@/lib/calendar/tuple'
import type { DayRange } from '@/lib/calendar/views'
import { withCalendarVisibility } from '@/lib/calendar/visible'
import { reloadToSignIn } from '@/lib/realtime/signed-out'
import { pendingVisibility } from './pending-visibility'
import { PEOPLE_VIEW } from './people-view'

/** Prefix of the query keys of all ranges: an update of an event changes each of them. */
export const RANGES = ['range']

/** Time between attempts to load a range that failed. */
export const RETRY_DELAY_MS = 5000

/** Draws what waits in the outbox over a fetched range (components/calendar/keep-offline.ts). */
let drawPending: (range: Range) => Range | Promise<Range> = (range) => range

export function setDrawPending(draw: typeof drawPending): void {
  drawPending = draw
}

/** Returns the query key and the fetch function of a range of days. */
export function rangeQueryOptions({ from, to }: DayRange) {
  return {
    queryKey: [...RANGES, from, to],
    // A failed range is requested again as long as it is shown. Without a connection the request waits for one.
    refetchInterval: ({ state }: { state: { status: string } }) => state.status === 'error' && RETRY_DELAY_MS,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Range> => {
      const pendingAtRequest = pendingVisibility()
      const response = await fetch(`/api/view/range?from=${dayOf(from)}&to=${dayOf(to)}`, { signal })
      if (response.status === 401) reloadToSignIn()
      if (!response.ok) throw new Error(`range: ${response.status}`)
      const range: Range = await response.json()
      // Includes changes that were saved during the request: the server may have read the range before them.
      return drawPending(
        withCalendarVisibility(range, new Map([...pendingAtRequest, ...pendingVisibility()])),
      )
    },
  }
}

/**
 * Fills the cache with the range that the page was rendered with. The stored page renders an empty one for days that
 * are not stored: in the cache, it would be the newest range, which lacks all calendars.
 */
export function seedRange(client: QueryClient, range: Range): void {
  if (range.from === range.to) return
  client.setQueryData([...RANGES, range.from, range.to], range)
}

/** Returns a cached range that contains all of the days. */
export function cachedRange(client: QueryClient, { from, to }: DayRange): Range | undefined {
  const ranges = client.getQueriesData<Range>({ queryKey: RANGES })
  return ranges.find(([, range]) => range && range.from <= from && to <= range.to)?.[1]
}

/** Applies an optimistic update to every cached range. */
export function updateRanges(client: QueryClient, update: (range: Range) => Range): void {
  // The response to a request from before the update must not overwrite it.
  client.cancelQueries({ queryKey: RANGES })
  client.setQueriesData<Range>({ queryKey: RANGES }, (range) => range && update(range))
}

/** Number of optimistic updates that the server has not confirmed. */
let pendingUpdates = 0

/** Caches to refetch after the last response. */
const awaitingRefetch = new Set<QueryClient>()
const awaitingAnswers: (() => void)[] = []

/**
 * Holds back refetches while an optimistic update waits for the server: a response that was read before the
 * update would undo it on the screen.
 * @returns a function to call once the server has responded
 */
export function beginOptimisticUpdate(): () => void {
  pendingUpdates++
  return () => {
    pendingUpdates--
    if (pendingUpdates) return
    for (const resolve of awaitingAnswers.splice(0)) resolve()
    for (const client of awaitingRefetch) refetchRanges(client)
    awaitingRefetch.clear()
  }
}

/** Waits until the server has answered all optimistic updates. */
export function whenUpdatesAnswered(): Promise<void> {
  return new Promise((resolve) => {
    if (pendingUpdates) awaitingAnswers.push(resolve)
    else resolve()
  })
}

export function hasPendingUpdates(): boolean {
  return pendingUpdates > 0
}

/**
 * Refetches the ranges on the screen, and marks the others as stale. While an optimistic update is pending, only
 * schedules this for the time after it.
 */
export async function refetchRanges(client: QueryClient): Promise<void> {
  if (pendingUpdates) awaitingRefetch.add(client)
  else await Promise.all([RANGES, PEOPLE_VIEW].map((queryKey) => client.invalidateQueries({ queryKey })))
}
