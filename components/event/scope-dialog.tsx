'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import type { Scope } from '@/lib/calendar/edits/plan'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'
import styles from './event.module.css'
import scopeStyles from './scope.module.css'
import { type Choice, defaultScope, type ScopedWork, scopeChoices } from './scope-choices'
import { occurrenceDay } from './scope-text'

/** Asks which occurrences a change applies to, with the effect of each choice. */
export function ScopeDialog({
  event,
  work,
  viewer,
  onChoose,
  onCancel,
}: {
  event: EventDetail
  work: ScopedWork
  viewer: Viewer
  onChoose(scope: Scope): void
  onCancel(): void
}) {
  const t = useTranslations('scope')
  const errors = useTranslations('errors')
  const [choices] = useState(() => scopeChoices(event, work, Date.now()))
  const [scope, setScope] = useState(() => defaultScope(choices, work))
  const day = occurrenceDay(event, viewer)
  return (
    <Dialog label={t(`questions.${work.what}`)} onClose={onCancel} className={scopeStyles.scopeDialog}>
      <form
        className={styles.eventForm}
        onSubmit={(submitted) => {
          submitted.preventDefault()
          if (scope) onChoose(scope)
        }}
      >
        <header className="dialog-head">
          <h2>{t(`questions.${work.what}`)}</h2>
        </header>
        <fieldset className={scopeStyles.scopeChoices}>
          <legend className="visually-hidden">{t(`questions.${work.what}`)}</legend>
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
                  {choice.refusal ? errors(`fields.${choice.refusal}`) : reachText(choice, work, day, t)}
                </span>
                {choice.kept > 0 && (
                  <span className={scopeStyles.scopeReach}>{t('kept', { count: choice.kept })}</span>
                )}
                {choice.dropped > 0 && (
                  <strong className={scopeStyles.scopeDropped}>
                    <TriangleAlert size={14} aria-hidden /> {t('dropped', { count: choice.dropped })}
                  </strong>
                )}
              </span>
            </label>
          ))}
        </fieldset>
        <footer className={styles.dialogFoot}>
          <button type="button" className="button quiet" onClick={onCancel}>
            {t(work.what === 'edit' ? 'back' : 'cancel')}
          </button>
          <button
            type="submit"
            className={`button ${work.what === 'delete' ? 'danger' : 'primary'}`}
            disabled={!scope}
          >
            {t(`buttons.${work.what}`)}
          </button>
        </footer>
      </form>
    </Dialog>
  )
}

function reachText(
  { scope, count, endless, single }: Choice,
  { what }: ScopedWork,
  day: string,
  t: ReturnType<typeof useTranslations<'scope'>>,
): string {
  if (scope === 'this') return t(`onlyThis.${what}`, { day })
  if (single) return t('single', { count })
  if (!endless) return t(`reach.${what}`, { count })
  return scope === 'following' ? t('endlessFrom', { day, count }) : t('endless', { count })
}
