'use client'

import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { decideDeletions } from '@/lib/actions/sync'
import type { HeldDeletions } from '@/lib/schemas/sync-log'
import styles from './binding.module.css'

/** Asks whether the many deletions that a run held back are wanted. */
export function Deletions({
  binding,
  deletions,
  source,
  onDecided,
}: {
  binding: string
  deletions: HeldDeletions[]
  /** The name of the provider. */
  source: string
  onDecided(): void
}) {
  const t = useTranslations('sync')
  const { button, formError, submit } = useSubmit()
  const decide = (choice: 'delete' | 'keep') =>
    void submit<object>(() => decideDeletions({ binding, choice }, newKey()), onDecided)
  return (
    <section className="card stack" aria-labelledby="deletions">
      <h2 id="deletions">{t('approval')}</h2>
      {deletions.map(({ direction, titles, more }) => {
        const count = titles.length + more
        return (
          <div key={direction} className={styles.held}>
            <p>{t(direction === 'in' ? 'approvalIn' : 'approvalOut', { count, source })}</p>
            {/* It scrolls, which the keyboard can only do while it has the focus. */}
            <ul
              className={styles.titles}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
              tabIndex={0}
              aria-label={t('approval')}
            >
              {titles.map((title, index) => (
                <li key={index} dir="auto">
                  {title || t('untitled')}
                </li>
              ))}
            </ul>
            {more > 0 && <p className="muted">{t('andMore', { count: more })}</p>}
          </div>
        )
      })}
      <p className="muted">{t('approvalHint')}</p>
      <SubmitRow error={formError()}>
        <button type="button" className="button danger" {...button} onClick={() => decide('delete')}>
          {t('deleteThem')}
        </button>
        <button type="button" className="button primary" {...button} onClick={() => decide('keep')}>
          {t('keepThem')}
        </button>
      </SubmitRow>
    </section>
  )
}
