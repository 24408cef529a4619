'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { cachedPeopleView, peopleViewQueryOptions } from '@/components/live/people-view'
import { RETRY_DELAY_MS } from '@/components/live/ranges'
import { useOnline } from '@/components/ui/online'
import { whenIdle } from '@/components/ui/when-idle'
import { isDay } from '@/lib/calendar/day'
import { addPages, daysOfView } from '@/lib/calendar/views'
import type { PeopleViewData } from '@/lib/schemas/event-people'
import type { ViewProps } from './view-props'
import { missingReason } from './view-range'

/** Returns the people of a group for the days of the view, and prefetches those of the neighboring pages. */
export function usePeopleView(
  group: string | undefined,
  { view, date, viewer }: Pick<ViewProps, 'view' | 'date' | 'viewer'>,
) {
  const client = useQueryClient()
  const online = useOnline()
  const days = daysOfView(view, date, viewer.weekStart)
  const query = useQuery({
    ...peopleViewQueryOptions(group ?? '', days),
    enabled: group !== undefined,
    refetchInterval: ({ state }) => state.status === 'error' && RETRY_DELAY_MS,
    placeholderData: (previous: PeopleViewData | undefined) =>
      cachedPeopleView(client, group ?? '', days) ?? (previous?.group === group ? previous : undefined),
  })
  useEffect(() => {
    if (!group) return
    return whenIdle(() => {
      for (const pages of [1, -1]) {
        const neighbor = addPages(view, date, pages)
        if (!isDay(neighbor)) continue
        void client.prefetchQuery(peopleViewQueryOptions(group, daysOfView(view, neighbor, viewer.weekStart)))
      }
    })
  }, [client, group, view, date, viewer.weekStart])
  const { data } = query
  // Data of other days can name other people, so events would be shown in the wrong columns.
  const isComplete = data !== undefined && data.from <= days.from && days.to <= data.to
  const missing = isComplete || !group ? null : missingReason(query, online)
  return { data: data && { ...data, isComplete }, missing, refetch: () => void query.refetch() }
}
