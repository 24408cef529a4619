'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import type { RefObject } from 'react'
import { ChevronLeft, ChevronRight, PanelLeft, Plus } from '@/components/ui/icons'
import { daysOfView, isoWeekNumber, pageUnit, type View } from '@/lib/calendar/views'
import type { Viewer } from '@/lib/schemas/users'
import type { CalendarRoute } from './calendar-route'
import { prefetchQuickHandlers } from './parts'
import styles from './toolbar.module.css'
import { ViewSwitch } from './view-switch'
import { ViewTitle } from './view-title'

/** Title, navigation and view switch above the grid. */
export function Toolbar({
  route,
  viewer,
  today,
  isLoading,
  isSideBarOpen,
  titleRef,
  onToggleSideBar,
  onTitle,
  onToday,
  onPage,
  onView,
  onCreate,
}: {
  route: CalendarRoute
  viewer: Viewer
  /** A day number. */
  today: number
  isLoading: boolean
  isSideBarOpen: boolean
  /** The button of the title, below which the choice of a date opens. */
  titleRef: RefObject<HTMLButtonElement | null>
  onToggleSideBar(): void
  onTitle(): void
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
        <PanelLeft size={18} className="flips" />
      </button>
      <h1 aria-live="polite">
        <button
          type="button"
          className={styles.title}
          ref={titleRef}
          onClick={onTitle}
          aria-haspopup="dialog"
          title={t('miniMonth')}
        >
          <ViewTitle route={route} viewer={viewer} today={today} />
        </button>
      </h1>
      {pageUnit(route.view) === 'week' && (
        <span className={styles.weekNumber}>
          {t('weekNumber', { number: isoWeekNumber(thursdayOf(route, viewer)) })}
        </span>
      )}
      <div className={styles.paging}>
        <button
          type="button"
          className={`button quiet icon ${styles.turn}`}
          onClick={() => onPage(-1)}
          aria-label={t(`previous.${pageUnit(route.view)}`)}
        >
          <ChevronLeft size={18} className="flips" />
        </button>
        <button type="button" className={`button ${styles.today}`} onClick={onToday}>
          {t('today')}
        </button>
        <button
          type="button"
          className={`button quiet icon ${styles.turn}`}
          onClick={() => onPage(1)}
          aria-label={t(`next.${pageUnit(route.view)}`)}
        >
          <ChevronRight size={18} className="flips" />
        </button>
      </div>
      <ViewSwitch route={route} onView={onView} />
      {onCreate && (
        <button
          type="button"
          className={`button primary ${styles.create}`}
          onClick={onCreate}
          {...prefetchQuickHandlers}
        >
          <Plus size={16} />
          <span>{t('newEvent')}</span>
        </button>
      )}
      {isLoading && <div className={styles.loading} role="progressbar" aria-label={t('loading')} />}
    </header>
  )
}

/** Returns the Thursday of the week, which determines the ISO week number. */
function thursdayOf({ view, date }: CalendarRoute, { weekStart }: Viewer): number {
  return daysOfView(view, date, weekStart).from + 3
}
