import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { EventDetail } from '@/lib/schemas/events'

/** Where the details of an event, or of one occurrence of a series, come from, and what the cache calls them. */
export function eventQuery(id: string, occurrence: RecurrenceId | 0) {
  return {
    queryKey: ['event', id, occurrence],
    staleTime: 5_000,
    retry: 1,
    queryFn: async (): Promise<EventDetail> => {
      const answer = await fetch(`/api/view/event/${id}${occurrence ? `?occurrence=${occurrence}` : ''}`)
      if (!answer.ok) throw new Error(String(answer.status))
      return answer.json()
    },
  }
}
