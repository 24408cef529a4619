'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { PEOPLE_VIEW } from '@/components/live/people-view'
import { RETRY_DELAY_MS } from '@/components/live/ranges'
import { Switch } from '@/components/ui/field'
import { whenIdle } from '@/components/ui/when-idle'
import { dayOf, isDay } from '@/lib/calendar/day'
import type { PersonColors } from '@/lib/calendar/person-colors'
import { addPages, type DayRange, loadedDaysOfView } from '@/lib/calendar/views'
import { reloadToSignIn } from '@/lib/realtime/signed-out'
import type { Viewer } from '@/lib/schemas/users'
import type { CalendarRoute } from './calendar-route'
import styles from './color-by.module.css'
import { readViewCookie, storeViewCookie } from './view-cookie'

/** The colors by person: undefined if events have the colors of calendars, null while they are loading. */
export type ShownPersonColors = PersonColors | null | undefined

/** Switches between the colors of calendars and those of people, and loads the latter for the days of the view. */
export function ColorBy({
  route: { view, date },
  viewer: { weekStart },
  isOn,
  onChange,
}: {
  route: CalendarRoute
  viewer: Viewer
  isOn: boolean
  onChange(change: (before: ShownPersonColors) => ShownPersonColors): void
}) {
  const t = useTranslations('colorBy')
  const client = useQueryClient()
  const isNeeded = isOn && view !== 'year'
  const { data } = useQuery({
    ...personColorsQuery(loadedDaysOfView(view, date, weekStart)),
    enabled: isNeeded,
    refetchInterval: ({ state }) => state.status === 'error' && RETRY_DELAY_MS,
  })
  useEffect(() => {
    // The stored page that is shown offline does not know the setting.
    if (!isOn && readViewCookie('colorBy') === 'person') onChange(() => null)
  }, [isOn, onChange])
  useEffect(() => {
    if (data) onChange((before) => (before === undefined ? before : mergeColors(before, data)))
  }, [data, onChange])
  useEffect(() => {
    if (!isNeeded) return
    return whenIdle(() => {
      for (const pages of [1, -1]) {
        const neighbor = addPages(view, date, pages)
        if (!isDay(neighbor)) continue
        void client.prefetchQuery(personColorsQuery(loadedDaysOfView(view, neighbor, weekStart)))
      }
    })
  }, [client, isNeeded, view, date, weekStart])
  return (
    <div className={styles.colorBy}>
      <Switch
        label={t('person')}
        checked={isOn}
        onChange={({ target: { checked } }) => {
          storeViewCookie('colorBy', checked ? 'person' : 'calendar')
          onChange(() => (checked ? (data ?? null) : undefined))
        }}
      />
    </div>
  )
}

/** Adds new colors to those of other days, which are then shown at once when the user goes back to these days. */
function mergeColors(before: PersonColors | null, { events, calendars }: PersonColors): PersonColors {
  return { events: { ...before?.events, ...events }, calendars: { ...before?.calendars, ...calendars } }
}

/**
 * Returns the query of the colors. Its key begins like the people view's, so both are refetched and stored together.
 */
function personColorsQuery({ from, to }: DayRange) {
  return {
    queryKey: [...PEOPLE_VIEW, 'colors', from, to],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<PersonColors> => {
      const response = await fetch(`/api/view/person-colors?from=${dayOf(from)}&to=${dayOf(to)}`, { signal })
      if (response.status === 401) reloadToSignIn()
      if (!response.ok) throw new Error(String(response.status))
      return response.json()
    },
  }
}
