import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { OwnLayers } from '@/lib/schemas/layers'

/** Returns the query of the viewer's own view of an event or occurrence. */
export function ownQuery(id: string, occurrence: RecurrenceId | null) {
  return {
    queryKey: ['own', id, occurrence],
    staleTime: 5_000,
    retry: 1,
    queryFn: async (): Promise<OwnLayers> => {
      const response = await fetch(`/api/view/own/${id}${occurrence ? `?occurrence=${occurrence}` : ''}`)
      if (!response.ok) throw new Error(String(response.status))
      return response.json()
    },
  }
}
