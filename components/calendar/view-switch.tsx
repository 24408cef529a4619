'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import type { MouseEvent } from 'react'
import { CalendarRange, Columns3, Grid3x3, RectangleVertical, Rows3, Users } from '@/components/ui/icons'
import { LISTED_VIEWS, listedView, type View } from '@/lib/calendar/views'
import { type CalendarRoute, calendarPath } from './calendar-route'
import styles from './toolbar.module.css'

const ICONS = {
  year: CalendarRange,
  month: Grid3x3,
  week: Columns3,
  day: RectangleVertical,
  agenda: Rows3,
  people: Users,
}

/** Switches the view: links, which work before hydration, or a native select on phones. */
export function ViewSwitch({ route, onView }: { route: CalendarRoute; onView(view: View): void }) {
  const t = useTranslations('calendar')
  const current = listedView(route.view)
  const Icon = ICONS[current]
  const onClick = (event: MouseEvent, view: View) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onView(view)
  }
  return (
    <>
      <nav className={styles.views} aria-label={t('view')}>
        {LISTED_VIEWS.map((view) => (
          <a
            key={view}
            href={calendarPath({ ...route, view })}
            aria-current={view === current ? 'page' : undefined}
            onClick={(event) => onClick(event, view)}
          >
            {t(`views.${view}`)}
          </a>
        ))}
      </nav>
      <div className={`button quiet icon ${styles.viewMenu}`}>
        <Icon size={19} />
        <select
          aria-label={t('view')}
          value={current}
          onChange={({ target }) => onView(target.value as View)}
        >
          {LISTED_VIEWS.map((view) => (
            <option key={view} value={view}>
              {t(`views.${view}`)}
            </option>
          ))}
        </select>
      </div>
    </>
  )
}
