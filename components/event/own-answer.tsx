'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import type { useAfterSave } from '@/components/live/after-save'
import { answerEvent } from '@/components/offline/event-commands'
import { toast } from '@/components/ui/toast'
import { type AppliedAnswer, countedStatus } from '@/lib/calendar/answers'
import { formatWhen } from '@/lib/event-text/when-text'
import { ANSWER_STATUSES, type AnswerChoice } from '@/lib/schemas/choices'
import type { EventDetail } from '@/lib/schemas/event-detail'
import { AnswerButtons } from './answer-buttons'
import { AnswerDetails } from './answer-details'
import type { EventDialogProps } from './dialog-props'
import styles from './own-answer.module.css'

/** Shows and sets the viewer's answer to an invitation, for one occurrence or the series. */
export function OwnAnswer({
  event,
  viewer,
  today,
  afterSave,
}: Pick<EventDialogProps, 'viewer'> & {
  event: EventDetail
  today: number
  afterSave: ReturnType<typeof useAfterSave>
}) {
  const t = useTranslations('event')
  const label = useId()
  const [isSaving, setSaving] = useState(false)
  const [scope, setScope] = useState<'this' | 'all'>('this')
  const { answer } = event
  if (!answer) return null
  const { occurrence } = event
  // A guest who is invited to single occurrences, not to the series, can only answer for the one that is shown.
  const hasScopes = occurrence !== null && event.series !== null
  const counted = countedStatus(answer)

  const save = async (newAnswer: Pick<AppliedAnswer, 'partySize' | 'comment'> & { status: AnswerChoice }) => {
    if (isSaving) return
    setSaving(true)
    const { status, partySize, comment } = newAnswer
    const saving = answerEvent(
      {
        ...{ id: event.id, version: event.version, status, partySize, comment },
        ...(occurrence && !(hasScopes && scope === 'all') && { occurrence }),
      },
      newKey(),
    )
    const result = await saving.catch(() => null)
    setSaving(false)
    if (result?.ok) return afterSave(result, t('answerSaved'), { staysOpen: true })
    toast({ text: await refusalText(result, t(result ? 'notSaved' : 'offline')) })
  }

  return (
    <fieldset className={styles.answer} aria-labelledby={label}>
      <div className={styles.row}>
        <span id={label} className={styles.label}>
          {t('going')}
        </span>
        <AnswerButtons
          answer={counted}
          isSaving={isSaving}
          labelledBy={label}
          onChoose={(status) => void save({ ...answer, status })}
        />
        {hasScopes && (
          <select
            className={`input ${styles.scope}`}
            aria-label={t('answerFor')}
            value={scope}
            onChange={({ target }) => setScope(target.value as 'this' | 'all')}
          >
            <option value="this">{t('answerScopes.this')}</option>
            <option value="all">{t('answerScopes.all')}</option>
          </select>
        )}
      </div>
      {isChoice(counted) && (
        <AnswerDetails
          // Resets the fields when the saved answer changes.
          key={`${counted} ${answer.partySize} ${answer.comment}`}
          answer={answer}
          isSaving={isSaving}
          onSave={(details) => void save({ ...details, status: counted })}
        />
      )}
      {answer.isWaiting && <p className="muted">{t('waitingYourself')}</p>}
      {answer.outdatedFor && (
        <p className="muted">
          {t('answerOutdated', {
            answer: answer.status,
            when: formatWhen(answer.outdatedFor, viewer, today, t),
          })}
        </p>
      )}
    </fieldset>
  )
}

function isChoice(status: AppliedAnswer['status']): status is AnswerChoice {
  return (ANSWER_STATUSES as readonly string[]).includes(status)
}
