'use client'

import { useTranslations } from 'next-intl'
import { PeopleField } from './people-field'
import styles from './people-field.module.css'

/** Chooses the users for whom the event does not exist. Collapsed at first, since few events are secret. */
export function HideFromField({
  known,
  error,
  ...field
}: {
  /** The calendar's group, or 0. */
  group: string | 0
  chosen: string[]
  /** Users from whom the saved event is hidden. */
  known: readonly { id: string; name: string }[]
  /** Ids of users from whom it cannot be hidden: the viewer, the user who created it, its guests. */
  excluded: readonly string[]
  error: string | undefined
  onChange(ids: string[]): void
}) {
  const t = useTranslations('eventEditor.hideFrom')
  const count = field.chosen.length
  return (
    <details className={styles.hideFrom} open={count > 0 || error ? true : undefined}>
      <summary>{count ? t('some', { count }) : t('title')}</summary>
      <p className="hint">{t('hint')}</p>
      <PeopleField
        {...field}
        label={t('people')}
        known={known.map(({ id, name }) => ({ userId: id, name }))}
        {...(error && { error })}
      />
    </details>
  )
}
