'use client'

import { useTranslations } from 'next-intl'
import { COPIES, type Copies } from '@/lib/schemas/choices'
import styles from './health.module.css'

/** Asks whether the events from a provider stay when its sync ends. */
export function CopiesChoice({
  source,
  copies,
  onChange,
}: {
  /** The name of the provider. */
  source: string
  copies: Copies
  onChange(copies: Copies): void
}) {
  const t = useTranslations('sync')
  return (
    <fieldset className={styles.copies}>
      <legend>{t('disconnectQuestion')}</legend>
      {COPIES.map((choice) => (
        <label key={choice}>
          <input type="radio" name="copies" checked={copies === choice} onChange={() => onChange(choice)} />
          <span>
            {t(choice === 'keep' ? 'keepCopies' : 'removeCopies', { source })}
            {choice === 'remove' && <small>{t('removeCopiesHint')}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
