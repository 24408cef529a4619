import type { QueryClient } from '@tanstack/react-query'
import { refetchOpenEvent } from '@/components/live/open-event'
import { PEOPLE_VIEW } from '@/components/live/people-view'
import { refetchRanges } from '@/components/live/ranges'

/** Refetches the data of the calendar page that changes in the streams can affect. */
export function refetchAdvanced(client: QueryClient, streams: readonly string[]): void {
  if (streams.some((stream) => !stream.startsWith('group-'))) {
    refetchRanges(client)
    refetchOpenEvent(client)
  }
  if (streams.some((stream) => /^(group|user)-/.test(stream))) {
    client.invalidateQueries({ queryKey: ['people'] })
    client.invalidateQueries({ queryKey: PEOPLE_VIEW })
  }
}
