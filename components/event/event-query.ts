import { loadJson } from '@/components/live/load-json'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { isLocalId } from '@/lib/offline/outbox-entry'
import type { EventDetail } from '@/lib/schemas/event-detail'

/** Returns the query of the details of an event or occurrence. */
export function eventQueryOptions(id: string, occurrence: RecurrenceId | 0) {
  return {
    queryKey: ['event', id, occurrence],
    staleTime: 5_000,
    retry: 1,
    queryFn: async (): Promise<EventDetail> => {
      // The server does not know an event yet that was created offline.
      if (isLocalId(id)) throw new Error('local')
      return loadJson(`/api/view/event/${id}${occurrence ? `?occurrence=${occurrence}` : ''}`)
    },
  }
}
