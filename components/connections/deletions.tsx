'use client'

import { useLocale, useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { decideDeletions } from '@/lib/actions/sync'
import { dayNumber } from '@/lib/calendar/day'
import { longDate } from '@/lib/calendar/format'
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
  const locale = useLocale()
  const { button, formError, submit } = useSubmit()
  const decide = (choice: 'delete' | 'keep') =>
    void submit<object>(() => decideDeletions({ binding, choice }, newKey()), onDecided)
  return (
    <section className="card stack" aria-labelledby="deletions">
      <h2 id="deletions">{t('approval')}</h2>
      {deletions.map(({ direction, events, more }) => {
        const count = events.length + more
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
              {events.map(({ title, day }, index) => (
                <li key={index}>
                  <bdi>{title || t('untitled')}</bdi>{' '}
                  {day && (
                    <time className="muted" dateTime={day}>
                      {longDate(dayNumber(day), locale)}
                    </time>
                  )}
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
