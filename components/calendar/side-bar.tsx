'use client'

import type { Live } from '@/components/live/live'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { CalendarList, type GroupTuple } from './calendar-list'
import { useHiding } from './hiding'
import { MiniMonth } from './mini-month'
import type { Place } from './place'
import './side-bar.css'

export interface SideBarProps {
  place: Place
  viewer: Viewer
  today: number
  calendars: CalendarTuple[]
  groups: GroupTuple[]
  live: Live
  onGo(day: number): void
}

/** Beside the calendar: a month to find days by, and which calendars are shown. */
export function SideBar({ calendars, groups, live, ...mini }: SideBarProps) {
  const hide = useHiding(live)
  return (
    <>
      <MiniMonth {...mini} />
      <CalendarList calendars={calendars} groups={groups} hide={hide} />
    </>
  )
}
