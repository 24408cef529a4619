'use client'

import { useTranslations } from 'next-intl'
import { leaveFor } from '@/components/errors/submit'
import { toast } from '@/components/ui/toast'
import { updateProfile } from '@/lib/actions/users'
import { zoneCity } from '@/lib/calendar/format'
import type { Zone } from '@/lib/calendar/zones/zone'
import './zone.css'

/** Asks whether the calendar shall show the time of where one is, or keep its own. */
export function TravelOffer({ here, own, onKeep }: { here: Zone; own: Zone; onKeep(): void }) {
  const t = useTranslations('zones')
  const names = { here: zoneCity(here), own: zoneCity(own) }
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
      <div className="travel-ways">
        <button type="button" className="button" onClick={change}>
          {t('change', names)}
        </button>
        <button type="button" className="button quiet" onClick={onKeep}>
          {t('keep', names)}
        </button>
      </div>
    </section>
  )
}
