'use client'

import { useSyncExternalStore } from 'react'
import { MINUTE } from '@/lib/calendar/day'
import { offsetAt, type Zone } from '@/lib/calendar/zones/zone'
import { currentZoneName } from '@/lib/calendar/zones/zone-names'

/** The zone that the device is in, where its clock shows another time than one's calendar at an instant. */
export function useDeviceZone(own: Zone, instant: number): Zone | null {
  return useSyncExternalStore(
    nothing,
    () => {
      const here = currentZoneName(Intl.DateTimeFormat().resolvedOptions().timeZone)
      return here !== own && offsetAt(instant, here) !== offsetAt(instant, own) ? here : null
    },
    () => null,
  )
}

/**
 * Says in the grid that there are two clocks, as soon as a page from the server is read: the room of the second is there
 * before it is painted. `s` is the grid.
 */
export function deviceZoneScript(own: Zone, instant: number): string {
  const offset = offsetAt(instant, own) / MINUTE
  return `if(-new Date(${instant}).getTimezoneOffset()!==${offset})s.dataset.away=''`
}

const nothing = () => () => {}
