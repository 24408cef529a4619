'use client'
'use no memo'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type NewEvent, useNewEvents } from '@/components/event/new-event'
import { useShownEvents } from '@/components/event/show-event'
import { useLive } from '@/components/live/live'
import { refetchRanges } from '@/components/live/ranges'
import { OptionalPart } from '@/components/shell/later'
import { bufferKeystrokes } from '@/components/ui/keystroke-buffer'
import { useNow } from '@/components/ui/now'
import { DAY, type Day, dayNumber, dayOf } from '@/lib/calendar/day'
import type { Move } from '@/lib/calendar/edits/move'
import type { PersonColors } from '@/lib/calendar/person-colors'
import { canWriteTo, type Item, type Range } from '@/lib/calendar/tuple'
import { addPages, daysOfView, type View } from '@/lib/calendar/views'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { PeopleViewData } from '@/lib/schemas/event-people'
import type { Viewer } from '@/lib/schemas/users'
import { CalendarDialogs } from './calendar-dialogs'
import type { GroupTuple } from './calendar-list'
import styles from './calendar-page.module.css'
import { type CalendarRoute, pageTo, showRoute, useCalendarRoute } from './calendar-route'
import { IdleParts } from './idle-parts'
import { isMovable } from './movable'
import { useMove } from './move'
import { useIsNarrow } from './narrow'
import { isNewUser } from './new-user'
import { DaysNotLoaded } from './not-loaded'
import { type OpenDialog, openItem } from './open-dialog'
import { ColorBy, EmptyHint, prefetchQuickHandlers, QuickCreate } from './parts'
import { refetchAdvanced } from './refetch-advanced'
import { useShortcuts } from './shortcuts'
import { useShownItems } from './shown-items'
import { SideBar } from './side-bar'
import sideStyles from './side-bar.module.css'
import { useSwipe } from './swipe'
import { Toolbar } from './toolbar'
import { TruncatedNotice } from './truncated-notice'
import { storeViewCookie } from './view-cookie'
import { useViewRange } from './view-range'
import { useViewComponent } from './views'

export interface CalendarProps {
  viewer: Viewer
  route: CalendarRoute
  /** Time of rendering on the server, in epoch milliseconds. */
  now: number
  range: Range
  groups: GroupTuple[]
  /** Data of the people view that the server rendered. */
  people?: PeopleViewData | undefined
  /** Set if events have the colors of people. */
  personColors?: PersonColors | undefined
  streams: Record<string, number>
  realtime: RealtimeSettings
  lanes: number
  /** Whether the side bar is shown where there is room for it. */
  hasSideBar: boolean
  /** CSP nonce of inline scripts (lib/server/policy.mjs). */
  nonce: string | undefined
  /** Whether the page has nothing left to load. */
  isIdle: boolean
}

/**
 * The calendar with its side bar, views and dialogs. After the first render it navigates and fetches without the
 * router.
 */
export function Calendar({
  viewer,
  route: initialRoute,
  now,
  range: first,
  groups,
  people,
  personColors: initialPersonColors,
  streams,
  realtime,
  lanes,
  hasSideBar: initialSideBar,
  nonce,
  isIdle,
}: CalendarProps) {
  const t = useTranslations('calendar')
  const client = useQueryClient()
  const { route, drawn } = useCalendarRoute(initialRoute)
  const wall = useNow(now, viewer.timeZone)
  const today = Math.floor(wall / DAY)
  const [open, setOpen] = useState<OpenDialog>(null)
  const [hasSideBar, setHasSideBar] = useState(initialSideBar)
  const isNarrow = useIsNarrow()
  const ViewComponent = useViewComponent(drawn.view, initialRoute.view)
  const { range, missing, failed } = useViewRange(drawn, viewer, first)
  const { items, personColors, setPersonColors } = useShownItems(
    range,
    drawn.view,
    viewer,
    initialPersonColors,
  )
  const live = useLive(realtime, streams, (advanced) => refetchAdvanced(client, advanced))
  const { move, prefetch, question } = useMove(live, viewer)
  /** Moves all selected events if the item is one of them; returns whether it moved them. */
  const moveSelected = useRef<(item: Item, move: Move) => boolean>(null)

  const show = (date: Day, view = drawn.view) => showRoute({ view, date })
  const page = (pages: -1 | 1) => pageTo({ ...route, date: addPages(route.view, route.date, pages) })
  const create = useCallback((kind: 'quick' | 'new', event: NewEvent) => {
    if (kind === 'new' || !QuickCreate.isLoaded()) bufferKeystrokes(() => setOpen(null))
    setOpen({ ...event, kind })
  }, [])
  useNewEvents(viewer.id, (event) => create('new', event))
  const canWrite = range.calendars.some(canWriteTo)
  useShortcuts({
    isDisabled: open !== null || question !== null,
    today: () => show(dayOf(today)),
    create: () => canWrite && create('quick', { day: likelyDay(drawn, viewer, today) }),
    page,
    view: (view) => show(route.date, view),
    jump: () => setOpen({ kind: 'jump' }),
    help: () => setOpen({ kind: 'shortcuts' }),
  })
  const grid = useRef<HTMLDivElement>(null)
  const title = useRef<HTMLButtonElement>(null)
  useSwipe(grid, page)

  useShownEvents((event) => setOpen({ kind: 'event', item: event }))

  useEffect(() => storeViewCookie('view', route.view), [route.view])

  // Opening a dialog renders none of the elements below again. The side bar and the view depend on `drawn` and not on
  // `route`, so that a new title does not render them either. The React compiler would memoize the rest of this component,
  // too, with 1 kB more JavaScript.
  const { calendars } = range
  const isByPerson = personColors !== undefined
  const sideBar = useMemo(
    () => ({
      ...{ route: drawn, viewer, today, groups, live, calendars },
      colorBy: isIdle && groups.length > 0 && (
        <OptionalPart>
          <ColorBy route={drawn} viewer={viewer} isOn={isByPerson} onChange={setPersonColors} />
        </OptionalPart>
      ),
      onGo: (day: number) => showRoute({ ...drawn, date: dayOf(day) }),
    }),
    [drawn, viewer, today, groups, live, calendars, isIdle, isByPerson, setPersonColors],
  )
  const sideBarElement = useMemo(() => <SideBar {...sideBar} />, [sideBar])
  const viewElement = useMemo(
    () =>
      ViewComponent && (
        <ViewComponent
          {...drawn}
          items={items}
          calendars={range.calendars}
          groups={groups}
          initialGroup={people?.group}
          missing={missing}
          viewer={viewer}
          wall={wall}
          today={today}
          initialLanes={lanes}
          nonce={nonce}
          onGoTo={(day) => showRoute({ ...drawn, date: dayOf(day) })}
          onDay={(day) =>
            showRoute({ view: drawn.view === 'people-week' ? 'people' : 'day', date: dayOf(day) })
          }
          onOpen={(item) => openItem(item, setOpen)}
          onCreate={(day, span, defaults) => canWrite && create('quick', { day: dayOf(day), span, defaults })}
          onMore={(day) => setOpen({ kind: 'day', day })}
          isMovable={(item) => isMovable(item, range)}
          onGrab={(item) => (isMovable(item, range) ? prefetch(item) : undefined)}
          onMove={(item, by, byKey) => {
            if (!moveSelected.current?.(item, by)) void move(item, by, byKey)
          }}
        />
      ),
    [
      ViewComponent,
      drawn,
      items,
      range,
      groups,
      people?.group,
      missing,
      viewer,
      wall,
      today,
      lanes,
      nonce,
      canWrite,
      create,
      move,
      prefetch,
    ],
  )
  const isSideBarOpen = isNarrow ? open?.kind === 'side' : hasSideBar
  const isLoading = missing === 'loading' || !ViewComponent
  const toolbarElement = useMemo(() => {
    const show = (date: Day, view = drawn.view) => showRoute({ view, date })
    return (
      <Toolbar
        route={route}
        viewer={viewer}
        today={today}
        isLoading={isLoading}
        isSideBarOpen={isSideBarOpen}
        titleRef={title}
        onToggleSideBar={() => {
          if (isNarrow) return setOpen({ kind: 'side' })
          setHasSideBar(!hasSideBar)
          storeViewCookie('sideBar', hasSideBar ? 0 : 1)
        }}
        onTitle={() => setOpen({ kind: 'jump' })}
        onToday={() => show(dayOf(today))}
        onPage={(pages) => pageTo({ ...route, date: addPages(route.view, route.date, pages) })}
        onView={(view) => show(route.date, view)}
        onCreate={canWrite ? () => create('quick', { day: likelyDay(drawn, viewer, today) }) : undefined}
      />
    )
  }, [route, drawn, viewer, today, isLoading, isSideBarOpen, isNarrow, hasSideBar, canWrite, create])
  const hasDialog = useRef(false)
  useLayoutEffect(() => {
    hasDialog.current = open !== null || question !== null
  })
  const idleElement = useMemo(
    () =>
      isIdle && (
        <IdleParts
          {...{ grid, items, range, viewer, wall, live, canWrite, moveSelected }}
          isDisabled={hasDialog}
          day={dayNumber(drawn.date)}
          onOpen={(item) => setOpen({ kind: 'event', item })}
          onCreate={(day) => create('quick', { day: dayOf(day) })}
        />
      ),
    [isIdle, items, range, viewer, wall, live, canWrite, drawn.date, create],
  )

  return (
    <div
      className={hasSideBar ? styles.page : `${styles.page} ${styles.sideHidden}`}
      data-paper={PORTRAIT_VIEWS.has(drawn.view) ? 'portrait' : 'landscape'}
    >
      <aside className={sideStyles.side} aria-label={t('calendars')}>
        {sideBarElement}
      </aside>
      <main className={styles.main} id="main">
        {toolbarElement}
        {failed && (
          <p className={styles.notice} role="alert">
            {t('notUpdated')}{' '}
            <button type="button" className="button quiet" onClick={() => refetchRanges(client)}>
              {t('tryAgain')}
            </button>
          </p>
        )}
        <TruncatedNotice range={range} shown={items.length} locale={viewer.locale} />
        <div
          className={styles.grid}
          ref={grid}
          onPointerDown={({ target }) => {
            if (canWrite && !(target as HTMLElement).closest('button')) prefetchQuickHandlers.onPointerDown()
          }}
          data-missing={missing ?? undefined}
          aria-busy={missing === 'loading' || undefined}
        >
          {drawn.view !== 'agenda' && (
            <DaysNotLoaded isOverGrid reason={missing} onRetry={() => refetchRanges(client)} />
          )}
          {isIdle && isNewUser(viewer, now) && !items.length && !missing && drawn.view !== 'year' && (
            <OptionalPart>
              <EmptyHint hasGroup={groups.length > 0} />
            </OptionalPart>
          )}
          {viewElement}
        </div>
      </main>
      {idleElement}
      <CalendarDialogs
        {...{ open, setOpen, question, route, sideBar, items, viewer, wall, live }}
        calendars={range.calendars}
        title={title}
        onGo={(day) => show(dayOf(day))}
        onCreate={canWrite ? create : undefined}
      />
    </div>
  )
}

/** Returns the day of a new event that is created without choosing a day: today if the view shows it. */
function likelyDay({ view, date }: CalendarRoute, { weekStart }: Viewer, today: number): Day {
  const { from, to } = daysOfView(view, date, weekStart)
  return today >= from && today < to ? dayOf(today) : date
}

/** Views that print in portrait. */
const PORTRAIT_VIEWS: ReadonlySet<View> = new Set(['year', 'day', 'agenda'])
