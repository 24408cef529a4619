import { onlineManager, type QueryClient } from '@tanstack/react-query'
import { createCalendarClient } from '@/components/calendar/calendar-client'
import { type CalendarRoute, calendarPath, parseCalendarPath } from '@/components/calendar/calendar-route'
import type { StoredCalendar } from '@/components/calendar/stored-calendar'
import type { HomePageProps } from '@/components/home/home-page'
import { RANGES } from '@/components/live/ranges'
import { type OfflineUser, offlineUser } from '@/components/offline/offline-user'
import { readOutbox } from '@/components/offline/outbox-store'
import { setServerData } from '@/components/offline/server-data'
import { readAll, readKeys, readRow, type StoredPage } from '@/components/offline/user-database'
import { DAY, dayOf } from '@/lib/calendar/day'
import { packRange, unpackRange } from '@/lib/calendar/pack'
import type { Range } from '@/lib/calendar/tuple'
import { VIEW_COOKIES } from '@/lib/calendar/view-cookies'
import { type DayRange, daysOfView, isView, loadedDaysOfView, type View } from '@/lib/calendar/views'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { newestRange, type StoredRange } from '@/lib/offline/newest-range'
import type { OutboxEntry } from '@/lib/offline/outbox-entry'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'

/** The content of the offline page. `at`: when it was stored. */
export type OfflineContent =
  | { page: 'nothing'; user: null }
  | { page: 'new'; user: OfflineUser; props: Pick<StoredCalendar, 'viewer'>; at: number }
  | { page: 'no-page'; user: OfflineUser; props: Pick<StoredCalendar, 'viewer'>; at: number }
  | { page: 'home'; user: OfflineUser; props: HomePageProps; at: number }
  | {
      page: 'calendar'
      user: OfflineUser
      props: StoredCalendar
      at: number
      client: QueryClient
      route: CalendarRoute
      range: Range
    }

/** Reads the stored data of the page at the current URL: only what its first paint needs. */
export async function loadOfflineContent(): Promise<OfflineContent> {
  const user = offlineUser()
  if (!user) return { page: 'nothing', user: null }
  // It assumes a connection until the browser reports a change.
  onlineManager.setOnline(navigator.onLine)
  const [pages, entries, ranges] = await Promise.all([
    readAll(user.id, 'pages').catch((): StoredPage[] => []),
    readOutbox(user.id).catch((): OutboxEntry[] => []),
    readKeys(user.id, 'data', '["range",').catch((): string[] => []),
  ])
  const find = (name: string) => pages.find((stored) => stored.name === name)
  const [calendar, home] = [find('calendar'), find('home')]
  const draw = await loadDraw(entries)
  if (home && isHomePath()) {
    return { page: 'home', user, at: home.at, props: homeWithPending(home.props, entries, draw) }
  }
  const anyPage = calendar ?? home
  if (!anyPage) return { page: 'nothing', user: null }
  if (!calendar || !(isHomePath() || isCalendarPath())) {
    const { viewer } = anyPage.props as Pick<StoredCalendar, 'viewer'>
    const page = calendar && location.pathname === '/new' ? 'new' : 'no-page'
    return { page, user, props: { viewer }, at: anyPage.at }
  }
  const props = calendar.props as StoredCalendar
  const route = currentRoute(props.viewer.timeZone)
  const { view, date } = route
  const { weekStart, timeZone } = props.viewer
  const days = daysOfView(view, date, weekStart)
  const loaded = loadedDaysOfView(view, date, weekStart)
  const stored = await readRanges(user.id, ranges, loaded)
  const range = seedNewest(stored, loaded, timeZone) ??
    seedNewest(stored, days, timeZone) ?? { ...days, to: days.from, calendars: [], tuples: [] }
  const client = createCalendarClient()
  for (const event of draw.created(props.viewer)) client.setQueryData(['event', event.id, 0], event)
  return {
    ...{ page: 'calendar', user, props, at: calendar.at, client, route },
    range: draw.range(range, timeZone),
  }
}

export function isHomePath(): boolean {
  return /^\/(home)?$/.test(location.pathname)
}

function isCalendarPath(): boolean {
  return /^\/calendar(\/.*)?$/.test(location.pathname)
}

/** Returns functions that draw the outbox. Loads their code only if there is an outbox. */
async function loadDraw(entries: readonly OutboxEntry[]) {
  if (!entries.length) return { range: (range: Range) => range, created: (): EventDetail[] => [] }
  const [{ withPending }, { createdDetails }] = await Promise.all([
    import('@/lib/offline/with-pending'),
    import('@/lib/offline/pending-detail'),
  ])
  return {
    range: (range: Range, zone: Zone) => withPending(range, entries, zone),
    created: (viewer: Viewer) => createdDetails(entries, viewer),
  }
}

/** Reads the stored ranges that overlap the days. */
async function readRanges(user: string, keys: readonly string[], days: DayRange): Promise<StoredRange[]> {
  const overlapping = keys.filter((key) => {
    const [, from, to]: [string, number, number] = JSON.parse(key)
    return from < days.to && days.from < to
  })
  const rows = await Promise.all(overlapping.map((key) => readRow(user, 'data', key).catch(() => undefined)))
  return rows.flatMap((row) => (row ? [{ range: row.data as Range, at: row.at }] : []))
}

/** Returns the newest content of the days, and adds it to the responses of the server. */
function seedNewest(stored: readonly StoredRange[], days: DayRange, zone: Zone): Range | undefined {
  const found = newestRange(stored, days, zone)
  if (found) setServerData([...RANGES, found.range.from, found.range.to], found.range, found.at)
  return found?.range
}

/** Returns the view in the URL, else the last used one. */
export function currentView(): View {
  const last = new RegExp(`(?:^|; )${VIEW_COOKIES.view}=([\\w-]+)`).exec(document.cookie)?.[1]
  return parseCalendarPath(location.pathname)?.view ?? (isView(last) ? last : 'month')
}

/** Returns the route in the URL. If there is none, changes the URL to today in the last used view. */
function currentRoute(timeZone: string): CalendarRoute {
  const found = parseCalendarPath(location.pathname)
  if (found) return found
  const today = dayOf(Math.floor(wallAt(Date.now(), timeZone) / DAY))
  const route: CalendarRoute = { view: currentView(), date: today }
  history.replaceState(null, '', calendarPath(route) + location.search)
  return route
}

/** Applies the outbox to the home page: omits answered invitations, and draws other changes into the range. */
function homeWithPending(
  props: unknown,
  entries: readonly OutboxEntry[],
  draw: Awaited<ReturnType<typeof loadDraw>>,
): HomePageProps {
  const homeProps = props as HomePageProps
  const answered = entries.filter(({ command }) => command === 'answerEvent')
  return {
    ...homeProps,
    home: {
      ...homeProps.home,
      range: packRange(draw.range(unpackRange(homeProps.home.range), homeProps.viewer.timeZone)),
      invitations: homeProps.home.invitations.filter(
        ({ id, occurrence }) =>
          !answered.some(({ input }) => input.id === id && (input.occurrence ?? occurrence) === occurrence),
      ),
    },
    now: Date.now(),
  }
}
