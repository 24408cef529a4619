'use client'

import { useEffect } from 'react'
import { takeSharedText } from '@/components/offline/shared'
import { DAY, dayOf } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { toSharedFields } from '@/lib/offline/shared-fields'
import { openNewEvent } from './new-event'

/** Opens the editor with a new event, which contains what another app has shared. */
export function OpenSharedEvent({ user, timeZone }: { user: string; timeZone: string }) {
  useEffect(() => {
    const day = dayOf(Math.floor(wallAt(Date.now(), timeZone) / DAY))
    takeSharedText(user)
      .catch(() => ({}))
      .then((shared) => openNewEvent({ day, fields: toSharedFields(shared) }, user))
  }, [user, timeZone])
  return <main id="main" aria-busy />
}
