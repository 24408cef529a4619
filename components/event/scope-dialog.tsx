'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import type { EditScope } from '@/lib/calendar/edits/plan'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'
import styles from './event.module.css'
import scopeStyles from './scope.module.css'
import { defaultScope, type ScopeChoice, type ScopedChange, scopeChoices } from './scope-choices'
import { occurrenceDay } from './scope-text'

/** Asks which occurrences a change applies to, with the effect of each choice. */
export function ScopeDialog({
  event,
  change,
  viewer,
  onChoose,
  onCancel,
}: {
  event: EventDetail
  change: ScopedChange
  viewer: Viewer
  onChoose(scope: EditScope): void
  onCancel(): void
}) {
  const t = useTranslations('scope')
  const errors = useTranslations('errors')
  const [choices] = useState(() => scopeChoices(event, change, Date.now()))
  const [scope, setScope] = useState(() => defaultScope(choices, change))
  const day = occurrenceDay(event, viewer)
  return (
    <Dialog label={t(`questions.${change.type}`)} onClose={onCancel} className={scopeStyles.scopeDialog}>
      <form
        className={styles.eventForm}
        onSubmit={(submitted) => {
          submitted.preventDefault()
          if (scope) onChoose(scope)
        }}
      >
        <header className="dialog-head">
          <h2>{t(`questions.${change.type}`)}</h2>
        </header>
        <fieldset className={scopeStyles.scopeChoices}>
          <legend className="visually-hidden">{t(`questions.${change.type}`)}</legend>
          {choices.map((choice) => (
            <label key={choice.scope} className={scopeStyles.scopeChoice}>
              <input
                type="radio"
                name="scope"
                value={choice.scope}
                checked={choice.scope === scope}
                disabled={choice.refusal !== undefined}
                data-autofocus={choice.scope === scope ? '' : undefined}
                onChange={() => setScope(choice.scope)}
              />
              <span>
                <span className={scopeStyles.scopeName}>{t(`choices.${choice.scope}`)}</span>
                <span className={scopeStyles.scopeReach}>
                  {choice.refusal ? errors(`fields.${choice.refusal}`) : reachText(choice, change, day, t)}
                </span>
                {choice.keptExceptions > 0 && (
                  <span className={scopeStyles.scopeReach}>
                    {t('kept', { count: choice.keptExceptions })}
                  </span>
                )}
                {choice.discardedExceptions > 0 && (
                  <strong className={scopeStyles.scopeDropped}>
                    <TriangleAlert size={14} aria-hidden />{' '}
                    {t('dropped', { count: choice.discardedExceptions })}
                  </strong>
                )}
              </span>
            </label>
          ))}
        </fieldset>
        <footer className={styles.dialogFoot}>
          <button type="button" className="button quiet" onClick={onCancel}>
            {t(change.type === 'edit' ? 'back' : 'cancel')}
          </button>
          <button
            type="submit"
            className={`button ${change.type === 'delete' ? 'danger' : 'primary'}`}
            disabled={!scope}
          >
            {t(`buttons.${change.type}`)}
          </button>
        </footer>
      </form>
    </Dialog>
  )
}

function reachText(
  { scope, count, isEndless, removesRecurrence }: ScopeChoice,
  { type }: ScopedChange,
  day: string,
  t: ReturnType<typeof useTranslations<'scope'>>,
): string {
  if (scope === 'this') return t(`onlyThis.${type}`, { day })
  if (removesRecurrence) return t('single', { count })
  if (!isEndless) return t(`reach.${type}`, { count })
  return scope === 'following' ? t('endlessFrom', { day, count }) : t('endless', { count })
}
