'use client'

import {
  ChevronLeft,
  ChevronRight,
  Columns3,
  Grid3x3,
  PanelLeft,
  Plus,
  RectangleVertical,
  Rows3,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { MouseEvent } from 'react'
import { prefetchEditorHandlers } from '@/components/event/editor'
import { dayNumber, dayOf } from '@/lib/calendar/day'
import { dayRange, monthTitle, yearText } from '@/lib/calendar/format'
import { daysOfView, isoWeekNumber, VIEWS, type View } from '@/lib/calendar/views'
import type { Viewer } from '@/lib/schemas/users'
import { type CalendarRoute, calendarPath } from './calendar-route'
import styles from './toolbar.module.css'

const ICONS = { month: Grid3x3, week: Columns3, day: RectangleVertical, agenda: Rows3 }

/** Title, navigation and view switch above the grid. */
export function Toolbar({
  route,
  viewer,
  today,
  loading,
  isSideBarOpen,
  onToggleSideBar,
  onToday,
  onPage,
  onView,
  onCreate,
}: {
  route: CalendarRoute
  viewer: Viewer
  /** A day number. */
  today: number
  loading: boolean
  isSideBarOpen: boolean
  onToggleSideBar(): void
  onToday(): void
  onPage(pages: -1 | 1): void
  onView(view: View): void
  onCreate?: () => void
}) {
  const t = useTranslations('calendar')
  return (
    <header className={styles.toolbar}>
      <button
        type="button"
        className={`button quiet icon ${styles.side}`}
        onClick={onToggleSideBar}
        aria-label={t('calendars')}
        aria-expanded={isSideBarOpen}
        title={t('calendars')}
      >
        <PanelLeft size={18} className="flips" aria-hidden />
      </button>
      <h1 aria-live="polite">
        <Title route={route} viewer={viewer} today={today} />
      </h1>
      {route.view === 'week' && (
        <span className={styles.weekNumber}>
          {t('weekNumber', { number: isoWeekNumber(thursdayOf(route, viewer)) })}
        </span>
      )}
      <div className={styles.paging}>
        <button
          type="button"
          className={`button quiet icon ${styles.turn}`}
          onClick={() => onPage(-1)}
          aria-label={t(`previous.${route.view}`)}
        >
          <ChevronLeft size={18} className="flips" aria-hidden />
        </button>
        <button type="button" className="button" onClick={onToday}>
          {t('today')}
        </button>
        <button
          type="button"
          className={`button quiet icon ${styles.turn}`}
          onClick={() => onPage(1)}
          aria-label={t(`next.${route.view}`)}
        >
          <ChevronRight size={18} className="flips" aria-hidden />
        </button>
      </div>
      <ViewSwitch route={route} onView={onView} />
      {onCreate && (
        <button
          type="button"
          className={`button primary ${styles.create}`}
          onClick={onCreate}
          {...prefetchEditorHandlers}
        >
          <Plus size={16} aria-hidden />
          <span>{t('newEvent')}</span>
        </button>
      )}
      {loading && <div className={styles.loading} role="progressbar" aria-label={t('loading')} />}
    </header>
  )
}

/** Links, which work before hydration; a native select on phones. */
function ViewSwitch({ route, onView }: { route: CalendarRoute; onView(view: View): void }) {
  const t = useTranslations('calendar')
  const Icon = ICONS[route.view]
  const onClick = (event: MouseEvent, view: View) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onView(view)
  }
  return (
    <>
      <nav className={styles.views} aria-label={t('view')}>
        {VIEWS.map((view) => (
          <a
            key={view}
            href={calendarPath({ ...route, view })}
            aria-current={view === route.view ? 'page' : undefined}
            onClick={(event) => onClick(event, view)}
          >
            {t(`views.${view}`)}
          </a>
        ))}
      </nav>
      <div className={`button quiet icon ${styles.viewMenu}`}>
        <Icon size={19} aria-hidden />
        <select
          aria-label={t('view')}
          value={route.view}
          onChange={({ target }) => onView(target.value as View)}
        >
          {VIEWS.map((view) => (
            <option key={view} value={view}>
              {t(`views.${view}`)}
            </option>
          ))}
        </select>
      </div>
    </>
  )
}

/** The period of the view. Phones hide the current year. */
function Title({ route, viewer, today }: { route: CalendarRoute; viewer: Viewer; today: number }) {
  const title = titleOf(route, viewer)
  const year = yearText(route.date, viewer.locale)
  const [before, after, ...more] = title.split(year)
  if (after === undefined || more.length || !before || dayOf(today).slice(0, 4) !== route.date.slice(0, 4))
    return title
  return (
    <>
      {before}
      <span className={styles.currentYear}>{year}</span>
      {after}
    </>
  )
}

function titleOf({ view, date }: CalendarRoute, { locale, weekStart }: Viewer): string {
  switch (view) {
    case 'month':
    case 'agenda':
      return monthTitle(date, locale)
    case 'week': {
      const { from, to } = daysOfView(view, date, weekStart)
      return dayRange(from, to - 1, locale)
    }
    case 'day':
      return dayRange(dayNumber(date), dayNumber(date), locale)
  }
}

/** Returns the Thursday of the week, which determines the ISO week number. */
function thursdayOf({ view, date }: CalendarRoute, { weekStart }: Viewer): number {
  return daysOfView(view, date, weekStart).from + 3
}
