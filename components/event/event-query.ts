import type { EventDetail } from '@/lib/schemas/events'

/** Where an event's details come from, and what the cache calls them. */
export function eventQuery(id: string) {
  return {
    queryKey: ['event', id],
    staleTime: 5_000,
    retry: 1,
    queryFn: async (): Promise<EventDetail> => {
      const answer = await fetch(`/api/view/event/${id}`)
      if (!answer.ok) throw new Error(String(answer.status))
      return answer.json()
    },
  }
}
