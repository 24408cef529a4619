import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { rangeQueryOptions } from '@/components/live/ranges'
import { dayOf } from '@/lib/calendar/day'
import { type BusyTime, busyTimesOf, SUGGESTED_DAYS } from '@/lib/calendar/find-time'
import { type Participant, personKey } from '@/lib/calendar/participant'
import { type DayRange, startOfWeek } from '@/lib/calendar/views'
import { MAX_COMPARED_PEOPLE } from '@/lib/schemas/choices'
import type { ComparedPeople } from '@/lib/schemas/event-people'
import type { Viewer } from '@/lib/schemas/users'

/** A participant whose times are compared. */
export interface ComparedPerson {
  key: string
  name: string
  color: string | undefined
  /** Null: the viewer sees none of their times. */
  busy: BusyTime[] | null
}

/**
 * Returns the busy times of the viewer and the guests of an event around a day, as far as the viewer may know them.
 *
 * @param except the id of the event, which does not block itself
 */
export function useComparedPeople(
  guests: readonly Participant[],
  { day, viewer, except }: { day: number; viewer: Viewer; except: string | undefined },
) {
  const own: Participant = { userId: viewer.id, email: null, name: viewer.name }
  const everyone = [own, ...guests.filter(({ userId }) => userId !== viewer.id)]
  const shown = everyone.slice(0, MAX_COMPARED_PEOPLE)
  const ids = shown.flatMap(({ userId }) => userId ?? [])
  // Whole weeks, so that moving the time by days rarely requests others.
  const from = startOfWeek(day, viewer.weekStart)
  const days = { from, to: from + 7 + SUGGESTED_DAYS }
  const range = useQuery({ ...rangeQueryOptions(days), placeholderData: keepPreviousData })
  const compared = useQuery({ ...comparedPeopleQuery(ids, days), placeholderData: keepPreviousData })
  const isLoaded =
    range.isSuccess && compared.isSuccess && !range.isPlaceholderData && !compared.isPlaceholderData
  const times = isLoaded
    ? busyTimesOf(range.data, compared.data.people, { count: ids.length, zone: viewer.timeZone, except })
    : []
  const sharing = new Set(Object.values(compared.data?.people.owners ?? {}))
  const people = shown.map((person): ComparedPerson => {
    const index = person.userId ? ids.indexOf(person.userId) : -1
    const busy = times[index] ?? []
    const [, knownName, , color] = compared.data?.known.find(([id]) => id === person.userId) ?? []
    return {
      key: personKey(person),
      name: knownName ?? person.name ?? person.email ?? '',
      color,
      busy: index >= 0 && (person === own || sharing.has(index) || busy.length) ? busy : null,
    }
  })
  return {
    people,
    more: everyone.length - shown.length,
    isLoaded,
    /** Whether the people were loaded for this or another week. */
    hasPeople: compared.isSuccess,
    hasFailed: range.isError || compared.isError,
  }
}

function comparedPeopleQuery(ids: readonly string[], { from, to }: DayRange) {
  return {
    queryKey: ['event-people', ids.join(','), from, to],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ComparedPeople> => {
      const path = `/api/view/event-people?users=${ids.join(',')}&from=${dayOf(from)}&to=${dayOf(to)}`
      const response = await fetch(path, { signal })
      if (!response.ok) throw new Error(String(response.status))
      return response.json()
    },
  }
}
