'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useUnsaved } from '@/components/forms/unsaved'
import { Field } from '@/components/ui/field'
import { NumberField } from '@/components/ui/number-field'
import type { AppliedAnswer } from '@/lib/calendar/answers'
import { MAX_ANSWER_COMMENT, MAX_PARTY_SIZE } from '@/lib/schemas/choices'
import styles from './own-answer.module.css'

type Details = Pick<AppliedAnswer, 'partySize' | 'comment'>

/** Form for the party size and comment of an answer. Collapsed unless it has either. */
export function AnswerDetails({
  answer,
  isSaving,
  onSave,
}: {
  answer: AppliedAnswer
  isSaving: boolean
  onSave(details: Details): void
}) {
  const t = useTranslations('event')
  const [details, setDetails] = useState<Details>({ partySize: answer.partySize, comment: answer.comment })
  const isChanged = details.partySize !== answer.partySize || details.comment !== answer.comment
  useUnsaved(isChanged)
  return (
    <details className={styles.details} open={answer.partySize > 1 || answer.comment !== ''}>
      <summary>{t('answerDetails')}</summary>
      <form
        className={styles.detailsForm}
        onSubmit={(submit) => {
          submit.preventDefault()
          if (isChanged && !isSaving) onSave(details)
        }}
      >
        {answer.status !== 'declined' && (
          <div className={styles.partySize}>
            <span className="label" aria-hidden="true">
              {t('partySize')}
            </span>
            <NumberField
              label={t('partySize')}
              value={details.partySize}
              max={MAX_PARTY_SIZE}
              onChange={(partySize) => setDetails((before) => ({ ...before, partySize }))}
            />
          </div>
        )}
        <Field label={t('answerComment')}>
          {(control) => (
            <input
              {...control}
              className="input"
              dir="auto"
              maxLength={MAX_ANSWER_COMMENT}
              value={details.comment}
              onChange={({ target }) => setDetails((before) => ({ ...before, comment: target.value }))}
            />
          )}
        </Field>
        <button type="submit" className="button" disabled={!isChanged} aria-disabled={isSaving}>
          {t('saveAnswer')}
        </button>
      </form>
    </details>
  )
}
