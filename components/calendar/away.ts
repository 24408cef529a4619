'use client'

import { useSyncExternalStore } from 'react'
import { offsetAt, type Zone } from '@/lib/calendar/zones/zone'
import { currentName } from '@/lib/calendar/zones/zone-names'

/** The zone that the device is in, where its clock shows another time than one's calendar at an instant. */
export function useAwayZone(own: Zone, instant: number): Zone | null {
  return useSyncExternalStore(
    nothing,
    () => {
      const here = currentName(Intl.DateTimeFormat().resolvedOptions().timeZone)
      return here !== own && offsetAt(instant, here) !== offsetAt(instant, own) ? here : null
    },
    () => null,
  )
}

const nothing = () => () => {}
