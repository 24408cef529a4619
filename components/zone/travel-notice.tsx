'use client'

import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { leaveFor } from '@/components/errors/submit'
import { toast } from '@/components/ui/toast'
import { updateProfile } from '@/lib/actions/users'
import { zoneCity } from '@/lib/calendar/format'
import { clockChanges, wallAt, type Zone } from '@/lib/calendar/zone'
import './zone.css'

const KEPT = 'kinday.zone.kept'
const YEAR = 366 * 86_400_000

/** Offered to whoever is where clocks show another time than their calendar does: never forced, asked once a zone. */
export function TravelNotice({ own, now }: { own: Zone; now: number }) {
  const t = useTranslations('zones')
  const here = useSyncExternalStore(
    subscribe,
    () => elsewhere(own, now),
    () => null,
  )
  if (!here) return null
  const names = { here: zoneCity(here), own: zoneCity(own) }
  const keep = () => {
    localStorage.setItem(KEPT, `${here} ${own}`)
    for (const listener of listeners) listener()
  }
  const change = async () => {
    try {
      const answer = await updateProfile({ timeZone: here })
      if (answer.ok) return leaveFor(location.href)
    } catch {
      // Said below, as any other failure.
    }
    toast({ text: t('notChanged') })
  }
  return (
    <section className="travel" aria-label={t('travel')}>
      <p>{t('elsewhere', names)}</p>
      <button type="button" className="button primary" onClick={change}>
        {t('change', names)}
      </button>
      <button type="button" className="button quiet" onClick={keep}>
        {t('keep', names)}
      </button>
    </section>
  )
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The device's zone, where its clock differs from one's own within the coming year and one has not said to keep it. */
function elsewhere(own: Zone, now: number): Zone | null {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (!here || here === own || localStorage.getItem(KEPT) === `${here} ${own}`) return null
  return sameClock(here, own, now) ? null : here
}

const compared = new Map<string, boolean>()

function sameClock(a: Zone, b: Zone, now: number): boolean {
  const key = `${a} ${b}`
  let same = compared.get(key)
  if (same === undefined) {
    const ofYear = (zone: Zone) => JSON.stringify(clockChanges(zone, now, now + YEAR))
    same = wallAt(now, a) === wallAt(now, b) && ofYear(a) === ofYear(b)
    compared.set(key, same)
  }
  return same
}
