'use client'

import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { CalendarList, type GroupTuple } from './calendar-list'
import type { useHiding } from './hiding'
import { MiniMonth } from './mini-month'
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
