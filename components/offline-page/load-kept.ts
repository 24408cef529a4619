import { onlineManager, type QueryClient } from '@tanstack/react-query'
import { createCalendarClient } from '@/components/calendar/calendar-client'
import { type CalendarRoute, calendarPath, parseCalendarPath } from '@/components/calendar/calendar-route'
import type { KeptCalendar } from '@/components/calendar/kept-calendar'
import type { HomePageProps } from '@/components/home/home-page'
import { cachedRange } from '@/components/live/ranges'
import { type OfflineUser, offlineUser } from '@/components/offline/offline-user'
import { readOutbox } from '@/components/offline/outbox-store'
import { restoreData } from '@/components/offline/restore-data'
import { type KeptPage, readAll } from '@/components/offline/user-database'
import { DAY, dayOf } from '@/lib/calendar/day'
import { packRange, unpackRange } from '@/lib/calendar/pack'
import type { Range } from '@/lib/calendar/tuple'
import { VIEW_COOKIES } from '@/lib/calendar/view-cookies'
import { daysOfView, isView } from '@/lib/calendar/views'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { OutboxEntry } from '@/lib/offline/outbox-entry'
import { withPending } from '@/lib/offline/with-pending'

/** The content of the offline page. `at`: when it was stored. */
export type Kept =
  | { what: 'nothing'; user: null }
  | { what: 'new'; user: OfflineUser; props: Pick<KeptCalendar, 'viewer'>; at: number }
  | { what: 'no-page'; user: OfflineUser; props: Pick<KeptCalendar, 'viewer'>; at: number }
  | { what: 'home'; user: OfflineUser; props: HomePageProps; at: number }
  | {
      what: 'calendar'
      user: OfflineUser
      props: KeptCalendar
      at: number
      client: QueryClient
      route: CalendarRoute
      range: Range
    }

/** Reads the stored data of the page at the current URL. */
export async function loadKept(): Promise<Kept> {
  const user = offlineUser()
  if (!user) return { what: 'nothing', user: null }
  // It assumes a connection until the browser reports a change.
  onlineManager.setOnline(navigator.onLine)
  const client = createCalendarClient()
  const [pages, entries] = await Promise.all([
    readAll(user.id, 'pages').catch((): KeptPage[] => []),
    readOutbox(user.id).catch((): OutboxEntry[] => []),
    restoreData(client, user.id),
  ])
  const find = (name: string) => pages.find((page) => page.name === name)
  const [calendar, home] = [find('calendar'), find('home')]
  if (home && /^\/(home)?$/.test(location.pathname)) {
    return { what: 'home', user, at: home.at, props: homeWithPending(home.props, entries) }
  }
  const anyPage = calendar ?? home
  if (!anyPage) return { what: 'nothing', user: null }
  if (!calendar || !/^\/(home|calendar(\/.*)?)?$/.test(location.pathname)) {
    const { viewer } = anyPage.props as Pick<KeptCalendar, 'viewer'>
    const what = calendar && location.pathname === '/new' ? 'new' : 'no-page'
    return { what, user, props: { viewer }, at: anyPage.at }
  }
  const props = calendar.props as KeptCalendar
  const route = currentRoute(props.viewer.timeZone)
  const days = daysOfView(route.view, route.date, props.viewer.weekStart)
  const range = cachedRange(client, days) ?? { ...days, to: days.from, calendars: [], tuples: [] }
  return {
    ...{ what: 'calendar', user, props, at: calendar.at, client, route },
    range: withPending(range, entries, props.viewer.timeZone),
  }
}

/** Returns the route in the URL. If there is none, changes the URL to today in the last used view. */
function currentRoute(timeZone: string): CalendarRoute {
  const found = parseCalendarPath(location.pathname)
  if (found) return found
  const last = new RegExp(`(?:^|; )${VIEW_COOKIES.view}=([\\w-]+)`).exec(document.cookie)?.[1]
  const today = dayOf(Math.floor(wallAt(Date.now(), timeZone) / DAY))
  const route: CalendarRoute = { view: isView(last) ? last : 'month', date: today }
  history.replaceState(null, '', calendarPath(route) + location.search)
  return route
}

/** Applies the outbox to the home page: omits answered invitations, and draws other changes into the range. */
function homeWithPending(props: unknown, entries: readonly OutboxEntry[]): HomePageProps {
  const kept = props as HomePageProps
  const answered = entries.filter(({ command }) => command === 'answerEvent')
  return {
    ...kept,
    home: {
      ...kept.home,
      range: packRange(withPending(unpackRange(kept.home.range), entries, kept.viewer.timeZone)),
      invitations: kept.home.invitations.filter(
        ({ id, occurrence }) =>
          !answered.some(({ input }) => input.id === id && (input.occurrence ?? occurrence) === occurrence),
      ),
    },
    now: Date.now(),
  }
}
