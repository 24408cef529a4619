'use client'

import { CalendarDays, CalendarSearch, Plus, Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { calendarPath, navigateTo, parseCalendarPath } from '@/components/calendar/calendar-route'
import { eventPath } from '@/components/event/event-path'
import { formatSearchParams } from '@/components/search/search-params'
import { DAY, type Day, dayNumber, dayOf } from '@/lib/calendar/day'
import { longDay } from '@/lib/calendar/format'
import { foldText } from '@/lib/calendar/search/words'
import { VIEWS } from '@/lib/calendar/views'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { formatItemTime } from '@/lib/event-text/item-time'
import type { Viewer } from '@/lib/schemas/users'
import styles from './command-menu.module.css'
import type { Entry } from './entry'
import { PAGES } from './pages'
import { useFoundEvents } from './use-found-events'
import { useTypedEvent } from './use-typed-event'

/** Returns the entries for the typed text, those of each section together, and whether events are being searched. */
export function useEntries(text: string, viewer: Viewer): { entries: Entry[]; isSearching: boolean } {
  const t = useTranslations('commandMenu')
  const event = useTranslations('event')
  const router = useRouter()
  const today = Math.floor(wallAt(Date.now(), viewer.timeZone) / DAY)
  const typed = useTypedEvent(text, viewer, dayOf(today))
  const { items, calendars, isSearching } = useFoundEvents(text, viewer)
  const shownRoute = parseCalendarPath(location.pathname)

  /** Goes to a path. On the calendar page, dates and views change without a request. */
  const go = (path: string) => {
    const route = parseCalendarPath(path)
    if (shownRoute && route) navigateTo(route)
    else router.push(path)
  }
  const goToDay = (day: Day) => go(calendarPath({ view: shownRoute?.view ?? 'day', date: day }))

  const words = foldText(text.trim())
  const matches = (name: string) => !words || foldText(name).includes(words)
  const entries: Entry[] = []

  if (typed.day) {
    const { day } = typed
    entries.push({
      key: 'date',
      section: 'dates',
      icon: <CalendarSearch size={16} aria-hidden />,
      text: longDay(dayNumber(day), viewer.locale),
      run: () => goToDay(day),
    })
  }
  for (const item of items) {
    entries.push({
      key: `${item.id} ${item.occurrence}`,
      section: 'events',
      icon: (
        <span
          className={`${styles.dot} c-${item.color || calendars[item.calendar]![2]}`}
          aria-hidden="true"
        />
      ),
      text: item.title || event('untitled'),
      detail: formatItemTime(item, viewer, today, event),
      run: () => location.assign(eventPath(item)),
    })
  }
  if (words) {
    entries.push({
      key: 'search',
      section: 'events',
      icon: <Search size={16} aria-hidden />,
      text: t('searchFor', { text: text.trim() }),
      run: () => router.push(`/search${formatSearchParams({ q: text })}`),
    })
  }
  const create = words ? t('createNamed', { title: typed.title }) : t('create')
  if (words || matches(create)) {
    entries.push({
      key: 'create',
      section: 'create',
      icon: <Plus size={16} aria-hidden />,
      text: create,
      ...(typed.when && { detail: typed.when }),
      run: () => router.push(`/calendar?${new URLSearchParams({ new: text.trim() })}`),
    })
  }
  const views = [
    { key: 'today', text: t('today'), detail: 'T', run: () => goToDay(dayOf(today)) },
    ...VIEWS.map((view) => ({
      key: view,
      text: t(`views.${view}`),
      detail: view[0]!.toUpperCase(),
      run: () => go(calendarPath({ view, date: shownRoute?.date ?? dayOf(today) })),
    })),
  ]
  for (const view of views.filter(({ text }) => matches(text))) {
    entries.push({ ...view, section: 'commands', icon: <CalendarDays size={16} aria-hidden /> })
  }
  for (const { path, name, Icon } of PAGES) {
    const text = t(`pages.${name}`)
    if (!matches(text)) continue
    entries.push({
      key: path,
      section: 'pages',
      icon: <Icon size={16} aria-hidden />,
      text,
      run: () => router.push(path),
    })
  }
  return { entries, isSearching }
}
