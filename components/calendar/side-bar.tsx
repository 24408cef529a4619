'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from '@/components/ui/dialog'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { CalendarList, type GroupTuple } from './calendar-list'
import type { useHiding } from './hiding'
import { MiniMonth } from './mini-month'
import { useBackCloses } from './over'
import type { Place } from './place'
import './side-bar.css'

export interface SideBarProps {
  place: Place
  viewer: Viewer
  today: number
  calendars: CalendarTuple[]
  groups: GroupTuple[]
  hide: ReturnType<typeof useHiding>
  onGo(day: number): void
}

/** Beside the calendar: a month to find days by, and which calendars are shown. */
export function SideBar({ calendars, groups, hide, ...mini }: SideBarProps) {
  return (
    <>
      <MiniMonth {...mini} />
      <CalendarList calendars={calendars} groups={groups} hide={hide} />
    </>
  )
}

/** The same where there is no room beside: drawn in from the side, and closed by Escape, Back or a press outside. */
export function SideDrawer({ onClose, ...props }: SideBarProps & { onClose(): void }) {
  const t = useTranslations('calendar')
  useBackCloses(onClose)
  return (
    <Dialog label={t('calendars')} onClose={onClose} className="side-drawer">
      <header className="dialog-head">
        <h2>{t('calendars')}</h2>
        <button type="button" className="button quiet icon" onClick={onClose} aria-label={t('close')}>
          <X size={18} aria-hidden />
        </button>
      </header>
      <div className="calendar-side">
        <SideBar
          {...props}
          onGo={(day) => {
            props.onGo(day)
            onClose()
          }}
        />
      </div>
    </Dialog>
  )
}
