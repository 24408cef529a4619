import { loadJson } from '@/components/live/load-json'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventLayers } from '@/lib/schemas/layers'

/** Returns the query for the viewer's layer of an event or occurrence. */
export function layerQueryOptions(id: string, occurrence: RecurrenceId | null) {
  return {
    queryKey: ['own', id, occurrence],
    staleTime: 5_000,
    retry: 1,
    queryFn: async (): Promise<EventLayers> => {
      return loadJson(`/api/view/own/${id}${occurrence ? `?occurrence=${occurrence}` : ''}`)
    },
  }
}

/** Returns the input that names the event or occurrence of a layer command. With detail `title` there is no version. */
export function layerInput({ id, version }: EventDetail, occurrence: RecurrenceId | null) {
  return { id, occurrence, ...(version > 0 && { version }) }
}
