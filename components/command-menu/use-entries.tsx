'use client'

import { CalendarDays, CalendarSearch, CircleCheck, Plus, Search, Vote } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { calendarPath, parseCalendarPath, showRoute } from '@/components/calendar/calendar-route'
import { openNewEvent } from '@/components/event/new-event'
import { showEvent } from '@/components/event/show-event'
import { formatSearchParams } from '@/components/search/search-params'
import { DAY, type Day, dayNumber, dayOf } from '@/lib/calendar/day'
import { longDay } from '@/lib/calendar/format'
import { foldText } from '@/lib/calendar/search/words'
import { colorOf, isUntitledBusy } from '@/lib/calendar/tuple'
import { LISTED_VIEWS } from '@/lib/calendar/views'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { formatItemTime } from '@/lib/event-text/item-time'
import { formatWhen } from '@/lib/event-text/when-text'
import type { Viewer } from '@/lib/schemas/users'
import styles from './command-menu.module.css'
import type { MenuEntry } from './entry'
import { PAGES } from './pages'
import { useFoundEvents } from './use-found-events'
import { useTypedEvent } from './use-typed-event'

/** Returns the entries for the typed text, those of each section together, and whether events are being searched. */
export function useEntries(text: string, viewer: Viewer): { entries: MenuEntry[]; isSearching: boolean } {
  const t = useTranslations('commandMenu')
  const event = useTranslations('event')
  const router = useRouter()
  const [wall] = useState(() => wallAt(Date.now(), viewer.timeZone))
  const today = Math.floor(wall / DAY)
  const typed = useTypedEvent(text, viewer, wall)
  const { items, calendars, others, isSearching } = useFoundEvents(text, viewer)
  const shownRoute = parseCalendarPath(location.pathname)

  /** Goes to a path. On the calendar page, dates and views change without a request. */
  const go = (path: string) => {
    const route = parseCalendarPath(path)
    if (shownRoute && route) showRoute(route)
    else router.push(path)
  }
  const goToDay = (day: Day) => go(calendarPath({ view: shownRoute?.view ?? 'day', date: day }))

  const typedText = text.trim()
  const words = foldText(typedText)
  const dates: MenuEntry[] = typed.day
    ? [
        {
          key: 'date',
          section: 'dates',
          icon: <CalendarSearch size={16} aria-hidden />,
          text: longDay(dayNumber(typed.day), viewer.locale),
          run: () => goToDay(typed.day!),
        },
      ]
    : []
  // While a search runs, only those events of the previous text whose titles match the new text.
  const likely = isSearching ? items.filter(({ title }) => foldText(title).includes(words)) : items
  const events = likely.map((item): MenuEntry => {
    const color = colorOf(item, calendars)
    return {
      key: `${item.id} ${item.occurrence}`,
      section: 'events',
      icon: <span className={`${styles.dot} c-${color}`} aria-hidden="true" />,
      text: item.title || event(isUntitledBusy(item) ? 'busy' : 'untitled'),
      detail: formatItemTime(item, viewer, today, event),
      run: () => showEvent(item, router.push),
    }
  })
  const likelyOthers = isSearching ? others.filter(({ title }) => foldText(title).includes(words)) : others
  const gatheringsAndTasks = likelyOthers.map(({ id, kind, title, list, path }): MenuEntry => {
    const Icon = kind === 'gathering' ? Vote : CircleCheck
    return {
      key: id,
      section: 'others',
      icon: <Icon key={id} size={16} aria-hidden />,
      text: title,
      ...(list && { detail: list }),
      run: () => router.push(path),
    }
  })
  const create: MenuEntry = {
    key: 'create',
    section: 'create',
    icon: <Plus size={16} aria-hidden />,
    text: words ? t('createNamed', { title: typed.title }) : t('create'),
    ...(typed.span && { detail: formatWhen(typed.span, viewer, today, event) }),
    run: () =>
      openNewEvent(
        {
          day: shownRoute?.date ?? dayOf(today),
          span: typed.span,
          ...(words && { fields: { title: typed.title } }),
        },
        viewer.id,
      ),
  }
  const search: MenuEntry = {
    key: 'search',
    section: 'search',
    icon: <Search size={16} aria-hidden />,
    text: t('searchFor', { text: typedText }),
    run: () => router.push(`/search${formatSearchParams({ q: text })}`),
  }
  const commands: MenuEntry[] = [
    { key: 'today', text: t('today'), detail: 'T', run: () => goToDay(dayOf(today)) },
    ...LISTED_VIEWS.map((view) => ({
      key: view,
      text: t(`views.${view}`),
      detail: view[0]!.toUpperCase(),
      run: () => go(calendarPath({ view, date: shownRoute?.date ?? dayOf(today) })),
    })),
  ].map((entry) => ({ ...entry, section: 'commands', icon: <CalendarDays size={16} aria-hidden /> }))
  const pages = PAGES.map(({ path, name, Icon }): MenuEntry => {
    return {
      key: path,
      section: 'pages',
      icon: <Icon key={path} size={16} aria-hidden />,
      text: t(`pages.${name}`),
      run: () => router.push(path),
    }
  })
  if (!words) return { entries: [create, ...commands, ...pages], isSearching }

  const matching = [...commands, ...pages].filter((entry) => foldText(entry.text).includes(words))
  const isPrefix = (entry: MenuEntry) => words.length > 2 && foldText(entry.text).startsWith(words)
  // A single word such as "sun" or "may" is more often the beginning of a title.
  const isClearDate = /\d|\s/.test(typedText)
  const entries = [
    ...(isClearDate ? dates : []),
    ...(typed.span ? [create] : []),
    ...matching.filter(isPrefix),
    ...events,
    ...gatheringsAndTasks,
    ...(isClearDate ? [] : dates),
    ...matching.filter((entry) => !isPrefix(entry)),
    ...(typed.span ? [] : [create]),
    search,
  ]
  return { entries, isSearching }
}
