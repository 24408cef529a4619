'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { FormError } from '@/components/forms/submit-row'
import { loadJson } from '@/components/live/load-json'
import { useHydrated } from '@/components/ui/hydrated'
import type { HolidayChoices } from '@/lib/schemas/subscribed-calendars'
import { HolidaysForm } from './holidays-form'
import type { OwnerGroup } from './owner-field'
import { useFocusOnReplacement } from './use-focus-on-replacement'

/** Adds a calendar of public holidays. The list of countries is loaded when the user asks for it. */
export function Holidays({ groups }: { groups: readonly OwnerGroup[] }) {
  const t = useTranslations('subscribe')
  const isHydrated = useHydrated()
  const [choices, setChoices] = useState<HolidayChoices | null>(null)
  const [isFailed, setIsFailed] = useState(false)
  const section = useFocusOnReplacement<HTMLElement>(choices !== null)
  const loading = useRef<AbortController>(null)
  const load = async (country?: string) => {
    // Otherwise a late response for the previous country could replace the regions of this one.
    loading.current?.abort()
    const controller = new AbortController()
    loading.current = controller
    const { signal } = controller
    setIsFailed(false)
    if (country) setChoices((before) => before && { ...before, country, regions: [] })
    const query = country ? `?country=${country}` : ''
    const loaded = await loadJson<HolidayChoices>(`/api/view/holidays${query}`, signal).catch(() => null)
    if (signal.aborted) return
    if (loaded) setChoices(loaded)
    else setIsFailed(true)
  }
  return (
    <section ref={section} className="card stack" aria-labelledby="holidays-title">
      <h2 id="holidays-title">{t('holidays')}</h2>
      <p className="muted">{t('holidaysLead')}</p>
      {choices ? (
        <HolidaysForm choices={choices} groups={groups} onCountry={load} />
      ) : (
        <div>
          <button type="button" className="button" disabled={!isHydrated} onClick={() => void load()}>
            {t('holidaysAdd')}
          </button>
        </div>
      )}
      <FormError error={isFailed ? t('failed') : null} />
      <p>
        <small className="muted">
          {t.rich('holidaysSource', {
            link: (text) => (
              <a href="https://github.com/commenthol/date-holidays" target="_blank" rel="noreferrer">
                {text}
              </a>
            ),
          })}
        </small>
      </p>
    </section>
  )
}
