'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useHydrated } from '@/components/ui/hydrated'
import { BirthdaysForm, type BirthdaysGroup } from './birthdays-form'

/** Adds a calendar of the birthdays in a group. Not shown without groups. */
export function Birthdays({ groups }: { groups: readonly BirthdaysGroup[] }) {
  const t = useTranslations('subscribe')
  const isHydrated = useHydrated()
  const [isOpen, setIsOpen] = useState(false)
  if (!groups.length) return null
  return (
    <section className="card stack" aria-labelledby="birthdays-title">
      <h2 id="birthdays-title">{t('birthdays')}</h2>
      <p className="muted">{t('birthdaysLead')}</p>
      {isOpen ? (
        <BirthdaysForm groups={groups} />
      ) : (
        <div>
          <button type="button" className="button" disabled={!isHydrated} onClick={() => setIsOpen(true)}>
            {t('birthdaysAdd')}
          </button>
        </div>
      )}
    </section>
  )
}
