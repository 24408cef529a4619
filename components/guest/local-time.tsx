'use client'

import { useHydrated } from '@/components/ui/hydrated'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import styles from './guest.module.css'

/** A time in the zone of the guest's device, if its clock shows another time than the event's zone. */
export function LocalTime({
  from,
  to,
  zone,
  locale,
  label,
}: {
  from: number
  to: number
  zone: string
  locale: string
  label: string
}) {
  // The server does not know the zone of the device.
  if (!useHydrated()) return null
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  if (wallAt(from, timeZone) === wallAt(from, zone)) return null
  const format = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', timeZone },
  })
  return (
    <p className={styles.localTime}>
      {label} {format.formatRange(from, to)}
    </p>
  )
}
