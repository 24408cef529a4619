'use client'

import { useTranslations } from 'next-intl'
import type { TwoWayEffects } from '@/lib/schemas/sync-log'

/** Shows what a two-way sync would send at once, before the user turns it on. */
export function TwoWayQuestion({
  effects: { added, changed, kept },
  source,
  onDecided,
}: {
  effects: TwoWayEffects
  /** The name of the provider. */
  source: string
  onDecided(isTurnedOn: boolean): void
}) {
  const t = useTranslations('sync')
  return (
    <div className="stack" aria-live="polite">
      {added > 0 && <p>{t('twoWayAdds', { count: added, source })}</p>}
      {changed > 0 && <p>{t('twoWayChanges', { count: changed, source })}</p>}
      {kept > 0 && <p>{t('twoWayKeeps', { count: kept, source })}</p>}
      <div className="row-end">
        <button type="button" className="button" onClick={() => onDecided(false)}>
          {t('cancel')}
        </button>
        <button type="button" className="button primary" onClick={() => onDecided(true)}>
          {t('turnOnTwoWay')}
        </button>
      </div>
    </div>
  )
}
