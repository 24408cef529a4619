'use client'

import type { QueryClient } from '@tanstack/react-query'
import { dayOf } from '@/lib/calendar/day'
import type { DayRange } from '@/lib/calendar/views'
import { reloadToSignIn } from '@/lib/realtime/signed-out'
import type { GroupPeople } from '@/lib/schemas/event-people'

/** Prefix of the query keys of the people of groups. */
export const GROUP_PEOPLE = ['group-people']

/** Returns the query key and the fetch function of the members of a group and the events that belong to them. */
export function groupPeopleQuery(group: string, { from, to }: DayRange) {
  return {
    queryKey: [...GROUP_PEOPLE, group, from, to],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<GroupPeople> => {
      const path = `/api/view/group/${group}/people?from=${dayOf(from)}&to=${dayOf(to)}`
      const response = await fetch(path, { signal })
      if (response.status === 401) reloadToSignIn()
      if (!response.ok) throw new Error(String(response.status))
      return response.json()
    },
  }
}

/** Fills the cache with what the server rendered the page with. */
export function seedGroupPeople(client: QueryClient, people: GroupPeople): void {
  client.setQueryData([...GROUP_PEOPLE, people.group, people.from, people.to], people)
}

/** Returns cached people of a group whose days contain all of these. */
export function cachedGroupPeople(
  client: QueryClient,
  group: string,
  { from, to }: DayRange,
): GroupPeople | undefined {
  const found = client.getQueriesData<GroupPeople>({ queryKey: [...GROUP_PEOPLE, group] })
  return found.find(([, people]) => people && people.from <= from && to <= people.to)?.[1]
}
