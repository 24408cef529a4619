'use client'

import { useSyncExternalStore } from 'react'
import { MINUTE } from '@/lib/calendar/day'
import { offsetAt, type Zone } from '@/lib/calendar/zones/zone'
import { currentZoneName } from '@/lib/calendar/zones/zone-names'

/** Returns the zone of the device if its clock differs from the viewer's zone at an instant. */
export function useDeviceZone(own: Zone, instant: number): Zone | null {
  return useSyncExternalStore(
    subscribeToNothing,
    () => {
      const deviceZone = currentZoneName(Intl.DateTimeFormat().resolvedOptions().timeZone)
      return deviceZone !== own && offsetAt(instant, deviceZone) !== offsetAt(instant, own)
        ? deviceZone
        : null
    },
    () => null,
  )
}

/**
 * Returns a script that reserves the room for a second clock before a page from the server is painted. `s` is the grid.
 */
export function deviceZoneScript(own: Zone, instant: number): string {
  const offset = offsetAt(instant, own) / MINUTE
  return `if(-new Date(${instant}).getTimezoneOffset()!==${offset})s.dataset.away=''`
}

const subscribeToNothing = () => () => {}
