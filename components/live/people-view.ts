'use client'

import type { QueryClient } from '@tanstack/react-query'
import { dayOf } from '@/lib/calendar/day'
import type { DayRange } from '@/lib/calendar/views'
import { reloadToSignIn } from '@/lib/realtime/signed-out'
import type { PeopleViewData } from '@/lib/schemas/event-people'

/** Prefix of the query keys of the people of groups. */
export const PEOPLE_VIEW = ['people-view']

/** Returns the query key and the fetch function of the members of a group and the events that belong to them. */
export function peopleViewQueryOptions(group: string, { from, to }: DayRange) {
  return {
    queryKey: [...PEOPLE_VIEW, group, from, to],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<PeopleViewData> => {
      const path = `/api/view/group/${group}/people?from=${dayOf(from)}&to=${dayOf(to)}`
      const response = await fetch(path, { signal })
      if (response.status === 401) reloadToSignIn()
      if (!response.ok) throw new Error(String(response.status))
      return response.json()
    },
  }
}

/** Fills the cache with what the server rendered the page with. */
export function seedPeopleView(client: QueryClient, people: PeopleViewData): void {
  client.setQueryData([...PEOPLE_VIEW, people.group, people.from, people.to], people)
}

/** Returns cached people of a group whose days contain all of these. */
export function cachedPeopleView(
  client: QueryClient,
  group: string,
  { from, to }: DayRange,
): PeopleViewData | undefined {
  const found = client.getQueriesData<PeopleViewData>({ queryKey: [...PEOPLE_VIEW, group] })
  return found.find(([, people]) => people && people.from <= from && to <= people.to)?.[1]
}
