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

const ICONS = { month: Grid3x3, week: Columns3, day: RectangleVertical, agenda: Rows3 }

/** Title, navigation and view switch above the grid. */
export function Toolbar({
  place,
  viewer,
  today,
  loading,
  side,
  onSide,
  onToday,
  onPage,
  onView,
  onCreate,
}: {
  place: CalendarRoute
  viewer: Viewer
  /** A day number. */
  today: number
  loading: boolean
  /** Whether the side bar is shown. */
  side: boolean
  onSide(): void
  onToday(): void
  onPage(pages: -1 | 1): void
  onView(view: View): void
  onCreate?: () => void
}) {
  const t = useTranslations('calendar')
  return (
    <header className="toolbar">
      <button
        type="button"
        className="button quiet icon"
        onClick={onSide}
        aria-label={t('calendars')}
        aria-expanded={side}
        title={t('calendars')}
      >
        <PanelLeft size={18} className="flips" aria-hidden />
      </button>
      <h1 aria-live="polite">
        <Title place={place} viewer={viewer} today={today} />
      </h1>
      {place.view === 'week' && (
        <span className="week-number">
          {t('weekNumber', { number: isoWeekNumber(thursdayOf(place, viewer)) })}
        </span>
      )}
      <div className="toolbar-ways">
        <button
          type="button"
          className="button quiet icon"
          onClick={() => onPage(-1)}
          aria-label={t(`previous.${place.view}`)}
        >
          <ChevronLeft size={18} className="flips" aria-hidden />
        </button>
        <button type="button" className="button" onClick={onToday}>
          {t('today')}
        </button>
        <button
          type="button"
          className="button quiet icon"
          onClick={() => onPage(1)}
          aria-label={t(`next.${place.view}`)}
        >
          <ChevronRight size={18} className="flips" aria-hidden />
        </button>
      </div>
      <ViewSwitch place={place} onView={onView} />
      {onCreate && (
        <button
          type="button"
          className="button primary create"
          onClick={onCreate}
          {...prefetchEditorHandlers}
        >
          <Plus size={16} aria-hidden />
          <span>{t('newEvent')}</span>
        </button>
      )}
      {loading && <div className="loading" role="progressbar" aria-label={t('loading')} />}
    </header>
  )
}

/** Links, which work before hydration; a native select on phones. */
function ViewSwitch({ place, onView }: { place: CalendarRoute; onView(view: View): void }) {
  const t = useTranslations('calendar')
  const Icon = ICONS[place.view]
  const onClick = (event: MouseEvent, view: View) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onView(view)
  }
  return (
    <>
      <nav className="view-switch" aria-label={t('view')}>
        {VIEWS.map((view) => (
          <a
            key={view}
            href={calendarPath({ ...place, view })}
            aria-current={view === place.view ? 'page' : undefined}
            onClick={(event) => onClick(event, view)}
          >
            {t(`views.${view}`)}
          </a>
        ))}
      </nav>
      <div className="button quiet icon view-menu">
        <Icon size={19} aria-hidden />
        <select
          aria-label={t('view')}
          value={place.view}
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
function Title({ place, viewer, today }: { place: CalendarRoute; viewer: Viewer; today: number }) {
  const title = titleOf(place, viewer)
  const year = yearText(place.date, viewer.locale)
  const [before, after, ...more] = title.split(year)
  if (after === undefined || more.length || !before || dayOf(today).slice(0, 4) !== place.date.slice(0, 4))
    return title
  return (
    <>
      {before}
      <span className="this-year">{year}</span>
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
