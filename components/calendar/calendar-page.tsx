'use client'
'use no memo'

import { notifyManager, type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Suspense, useEffect, useRef, useState } from 'react'
import { seedPeopleView } from '@/components/live/people-view'
import { seedRange } from '@/components/live/ranges'
import { Toasts } from '@/components/ui/toast'
import { type PackedRange, unpackRange } from '@/lib/calendar/pack'
import { SIGNING_OUT } from '@/lib/realtime/signed-out'
import { Calendar, type CalendarProps } from './calendar'
import { createCalendarClient } from './calendar-client'
import { TravelNotice, usePrefetchedParts } from './parts'

type CalendarPageProps = Omit<CalendarProps, 'range' | 'isIdle'> & {
  range: PackedRange
  /** A cache that contains the data stored for reading offline. */
  client?: QueryClient
}

// Notifies in the same task as the press: if it came later, React would briefly reset a controlled checkbox.
notifyManager.setScheduler(queueMicrotask)

/** The calendar page, with a cache of what it fetches. */
export function CalendarPage(props: CalendarPageProps) {
  const [{ client, range }] = useState(() => {
    const client = props.client ?? createCalendarClient()
    const range = unpackRange(props.range)
    seedRange(client, range)
    if (props.people) seedPeopleView(client, props.people)
    return { client, range }
  })
  const initialProps = useRef(props)
  const isPrefetched = usePrefetchedParts(props.route.view, props.viewer.locale)
  useEffect(() => {
    if (!isPrefetched) return
    const { viewer, groups, streams, realtime, lanes, hasSideBar } = initialProps.current
    const page = { viewer, groups, streams, realtime, lanes, hasSideBar }
    const abort = new AbortController()
    import('./keep-offline')
      .then(({ keepCalendar }) => keepCalendar(client, page, abort.signal))
      .catch(() => {})
    return () => abort.abort()
  }, [isPrefetched, client])
  useEffect(() => {
    // The session ends while these requests are on their way; the server would refuse them.
    const cancelRequests = () => void client.cancelQueries()
    addEventListener(SIGNING_OUT, cancelRequests)
    return () => removeEventListener(SIGNING_OUT, cancelRequests)
  }, [client])
  return (
    <QueryClientProvider client={client}>
      <Calendar {...props} range={range} isIdle={isPrefetched} />
      <Suspense>{isPrefetched && <TravelNotice userZone={props.viewer.timeZone} now={props.now} />}</Suspense>
      <Toasts />
    </QueryClientProvider>
  )
}
