'use client'

import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { seedRange } from '@/components/live/ranges'
import { Toasts } from '@/components/ui/toast'
import { type PackedRange, unpackRange } from '@/lib/calendar/pack'
import { Calendar, type CalendarProps } from './calendar'
import { TravelNotice, usePrefetchedParts } from './parts'

type CalendarPageProps = Omit<CalendarProps, 'range' | 'isIdle'> & { range: PackedRange }

// Notifies in the task of the press: in a later one, React would briefly reset a controlled checkbox.
notifyManager.setScheduler(queueMicrotask)

/** The calendar page, with a cache of what it fetches. */
export function CalendarPage(props: CalendarPageProps) {
  const [{ client, range }] = useState(() => {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: 2 } } })
    const range = unpackRange(props.range)
    seedRange(client, range)
    return { client, range }
  })
  const ahead = usePrefetchedParts(props.route.view)
  return (
    <QueryClientProvider client={client}>
      <Calendar {...props} range={range} isIdle={ahead} />
      <Suspense>{ahead && <TravelNotice own={props.viewer.timeZone} now={props.now} />}</Suspense>
      <Toasts />
    </QueryClientProvider>
  )
}
