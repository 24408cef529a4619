'use client'
'use no memo'

import type { ReactNode } from 'react'
import type { Live } from '@/components/live/live'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { CalendarList, type GroupTuple } from './calendar-list'
import type { CalendarRoute } from './calendar-route'
import { useCalendarVisibility } from './calendar-visibility'
import { MiniMonth } from './mini-month'

export interface SideBarProps {
  route: CalendarRoute
  viewer: Viewer
  today: number
  calendars: CalendarTuple[]
  groups: GroupTuple[]
  live: Live
  onGo(day: number): void
  /** The switch between colors of calendars and people, once it is loaded. */
  colorBy?: ReactNode
}

/** Small month and list of calendars beside the views. */
export function SideBar({ calendars, groups, live, colorBy, ...mini }: SideBarProps) {
  const setHidden = useCalendarVisibility(live)
  return (
    <>
      <MiniMonth {...mini} />
      <CalendarList calendars={calendars} groups={groups} setHidden={setHidden} />
      {colorBy}
    </>
  )
}
