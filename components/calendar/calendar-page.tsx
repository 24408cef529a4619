'use client'

import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useLive } from '@/components/live/live'
import { later } from '@/components/shell/later'
import { Toasts } from '@/components/ui/toast'
import { DAY, type Day, dayNumber, dayOf } from '@/lib/calendar/day'
import { addMonths, monthGrid } from '@/lib/calendar/month'
import { unpackTuples } from '@/lib/calendar/pack'
import { FLAG, type Item, type Range, toItems } from '@/lib/calendar/tuple'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { Viewer } from '@/lib/schemas/users'
import { CalendarList } from './calendar-list'
import { Month } from './month'
import { useMove } from './move'
import { useNow } from './now'
import { goTo, type Place, usePlace } from './place'
import { refetchRanges, seedRange, useMonthRange } from './ranges'
import { useShortcuts } from './shortcuts'
import { useSwipe } from './swipe'
import { Toolbar } from './toolbar'
import './calendar.css'

const EventDialog = later(() => import('@/components/event/event-dialog').then((all) => all.EventDialog))
const ScopeDialog = later(() => import('@/components/event/scope-dialog').then((all) => all.ScopeDialog))
const TravelNotice = later(() => import('@/components/zone/travel-notice').then((all) => all.TravelNotice))
const DayDialog = later(() => import('./day-dialog').then((all) => all.DayDialog))

export interface CalendarPageProps {
  viewer: Viewer
  place: Place
  /** Now, as the server rendered it: epoch milliseconds. */
  now: number
  /** With its tuples packed (see lib/calendar/pack.ts). */
  range: Omit<Range, 'tuples'> & { tuples: string }
  streams: Record<string, number>
  realtime: RealtimeSettings
  lanes: number
}

/** The calendar, with everything one does in it. Rendered on the server, then lives on by itself. */
export function CalendarPage(props: CalendarPageProps) {
  const [{ client, range }] = useState(() => {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: 2 } } })
    const range = { ...props.range, tuples: unpackTuples(props.range.from, props.range.tuples) }
    seedRange(client, range)
    return { client, range }
  })
  const ahead = useAhead()
  return (
    <QueryClientProvider client={client}>
      <Calendar {...props} range={range} />
      <Suspense>{ahead && <TravelNotice own={props.viewer.timeZone} now={props.now} />}</Suspense>
      <Toasts />
    </QueryClientProvider>
  )
}

/**
 * True once the page has rested and what is needed next is here. Fetched ahead of need, so without a word when there is
 * no connection: opening an event asks again.
 */
function useAhead(): boolean {
  const [here, setHere] = useState(false)
  useEffect(() => {
    const fetchAll = () =>
      Promise.all([EventDialog.ahead(), TravelNotice.ahead()]).then(
        () => setHere(true),
        () => {},
      )
    const timer = setTimeout(fetchAll, 2500)
    return () => clearTimeout(timer)
  }, [])
  return here
}

/** What stands open above the grid. */
type Open = { what: 'event'; item: Item } | { what: 'new'; day: Day } | { what: 'day'; day: number } | null

function Calendar({
  viewer,
  place: initial,
  now,
  range: first,
  streams,
  realtime,
  lanes,
}: Omit<CalendarPageProps, 'range'> & { range: Range }) {
  const t = useTranslations('calendar')
  const client = useQueryClient()
  const place = usePlace(initial)
  const wall = useNow(now, viewer.timeZone)
  const today = Math.floor(wall / DAY)
  const [open, setOpen] = useState<Open>(null)
  const grid = useMemo(() => monthGrid(place.date, viewer.weekStart), [place.date, viewer.weekStart])
  const { range, loading, failed } = useMonthRange(place.date, viewer.weekStart, first)
  const items = useMemo(() => toItems(range.tuples, viewer.timeZone), [range, viewer.timeZone])
  const live = useLive(realtime, streams, (moved) => {
    if (moved.some((stream) => !stream.startsWith('group-'))) {
      refetchRanges(client)
      // Asked for again when next opened: what stands open is perhaps being deleted by this very person.
      client.invalidateQueries({ queryKey: ['event'], refetchType: 'none' })
    }
    if (moved.some((stream) => !stream.startsWith('calendar-')))
      client.invalidateQueries({ queryKey: ['people'] })
  })
  const { move, take, question } = useMove(live, viewer)
  const focused = dayNumber(place.date)

  const show = (date: Day) => goTo({ view: 'month', date })
  const page = (months: -1 | 1) => show(addMonths(place.date, months))
  const create = (day: Day) => setOpen({ what: 'new', day })
  const writable = range.calendars.some(([, , , level]) => level >= 3)
  useShortcuts({
    disabled: open !== null || question !== null,
    today: () => show(dayOf(today)),
    create: () => create(focused >= grid.month.from && focused < grid.month.to ? place.date : dayOf(today)),
    page,
  })
  const swipe = useRef<HTMLDivElement>(null)
  useSwipe(swipe, page)

  return (
    <div className="calendar-page">
      <aside className="calendar-side" aria-label={t('calendars')}>
        <CalendarList calendars={range.calendars} />
      </aside>
      <main className="calendar-main" id="main">
        <Toolbar
          date={place.date}
          locale={viewer.locale}
          loading={loading}
          onToday={() => show(dayOf(today))}
          onPage={page}
          onCreate={
            writable
              ? () => create(today >= grid.month.from && today < grid.month.to ? dayOf(today) : place.date)
              : undefined
          }
        />
        {failed && (
          <p className="notice" role="alert">
            {t('notLoaded')}{' '}
            <button type="button" className="button quiet" onClick={() => refetchRanges(client)}>
              {t('tryAgain')}
            </button>
          </p>
        )}
        <div className="calendar-grid" ref={swipe}>
          <Month
            grid={grid}
            items={items}
            calendars={range.calendars}
            viewer={viewer}
            today={today}
            focused={focused}
            initialLanes={lanes}
            onFocus={(day) => show(dayOf(day))}
            onOpen={(item) => item.id && setOpen({ what: 'event', item })}
            onCreate={(day) => writable && create(dayOf(day))}
            onMore={(day) => setOpen({ what: 'day', day })}
            isMovable={(item) => isMovable(item, range)}
            onTake={(item) => isMovable(item, range) && take(item)}
            onMove={move}
          />
        </div>
      </main>
      <Suspense>
        {open?.what === 'day' && (
          <DayDialog
            day={open.day}
            items={items}
            calendars={range.calendars}
            viewer={viewer}
            onClose={() => setOpen(null)}
            onOpen={(item) => setOpen({ what: 'event', item })}
            onCreate={writable ? () => create(dayOf(open.day)) : undefined}
          />
        )}
        {(open?.what === 'event' || open?.what === 'new') && (
          <EventDialog
            key={open.what === 'event' ? `${open.item.id} ${open.item.occurrence}` : open.day}
            subject={open.what === 'event' ? subjectOf(open.item) : { day: open.day }}
            calendars={range.calendars}
            viewer={viewer}
            wall={wall}
            live={live}
            onClose={() => setOpen(null)}
          />
        )}
        {question && (
          <ScopeDialog
            event={question.event}
            work={question.work}
            viewer={viewer}
            onChoose={question.answer}
            onCancel={() => question.answer()}
          />
        )}
      </Suspense>
    </div>
  )
}

function subjectOf({ id, occurrence, title }: Item) {
  return { id: String(id), occurrence, title }
}

function isMovable(item: Item, range: Range): boolean {
  return item.id !== 0 && !(item.flags & FLAG.redacted) && (range.calendars[item.calendar]?.[3] ?? 0) >= 3
}
