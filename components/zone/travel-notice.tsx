'use client'

import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { loadPage } from '@/components/forms/submit'
import { toast } from '@/components/ui/toast'
import { updateProfile } from '@/lib/actions/users'
import { hasSameClock } from '@/lib/calendar/zones/clock'
import { isZone, type Zone } from '@/lib/calendar/zones/zone'
import { currentZoneName, zoneCityName } from '@/lib/calendar/zones/zone-names'
import styles from './zone.module.css'

const STORAGE_KEY = 'kinday.zone.kept'
const COMPARED_PERIOD_MS = 366 * 86_400_000

/**
 * Offers to switch the calendar to the device's zone if the clocks of both zones differ. Does not ask again about the
 * pair of zones that was dismissed last.
 */
export function TravelNotice({ userZone, now }: { userZone: Zone; now: number }) {
  const t = useTranslations('zones')
  const deviceZone = useSyncExternalStore(
    subscribe,
    () => differentDeviceZone(userZone, now),
    () => null,
  )
  if (!deviceZone) return null
  const names = { here: zoneCityName(deviceZone), own: zoneCityName(userZone) }
  const change = async () => {
    try {
      const response = await updateProfile({ timeZone: deviceZone })
      if (response.ok) return loadPage(location.href)
    } catch {
      // Reported below like any other failure.
    }
    toast({ text: t('notChanged') })
  }
  return (
    <section className={styles.travel} aria-label={t('travel')}>
      <p>{t('differs', names)}</p>
      <div className={styles.travelWays}>
        <button type="button" className="button" onClick={change}>
          {t('change', names)}
        </button>
        <button
          type="button"
          className="button quiet"
          onClick={() => rememberDismissed(`${deviceZone} ${userZone}`)}
        >
          {t('keep', names)}
        </button>
      </div>
    </section>
  )
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Returns the device's zone if its clock differs from the user's within a year and the user has not dismissed it. */
function differentDeviceZone(userZone: Zone, now: number): Zone | null {
  const deviceZone = currentZoneName(Intl.DateTimeFormat().resolvedOptions().timeZone)
  if (!isZone(deviceZone) || deviceZone === userZone || dismissedZones() === `${deviceZone} ${userZone}`)
    return null
  const key = `${deviceZone} ${userZone}`
  const isSame = comparisons.get(key) ?? hasSameClock(deviceZone, userZone, now, now + COMPARED_PERIOD_MS)
  comparisons.set(key, isSame)
  return isSame ? null : deviceZone
}

/** Caches comparisons of zones, which take a few milliseconds and are needed by every render. */
const comparisons = new Map<string, boolean>()

/** The pair of zones that was dismissed on this page. If the browser stores no site data, the next page asks again. */
let dismissed: string | null = null

function dismissedZones(): string | null {
  try {
    return dismissed ?? localStorage.getItem(STORAGE_KEY)
  } catch {
    return dismissed
  }
}

function rememberDismissed(zones: string): void {
  dismissed = zones
  try {
    localStorage.setItem(STORAGE_KEY, zones)
  } catch {
    // Site data is blocked, or full.
  }
  for (const listener of listeners) listener()
}
