import { useTranslations } from 'next-intl'
import type { AnswerStatus } from '@/lib/calendar/participant'
import { ANSWER_STATUSES, type AnswerChoice } from '@/lib/schemas/choices'
import styles from './answer-buttons.module.css'

/** Yes, Maybe and No. `labelledBy`: id of the text that says what is answered. */
export function AnswerButtons({
  answer,
  isSaving,
  labelledBy,
  onChoose,
}: {
  answer: AnswerStatus
  isSaving: boolean
  labelledBy: string
  onChoose(status: AnswerChoice): void
}) {
  const t = useTranslations('event')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend of its own
    <div className={styles.choices} role="group" aria-labelledby={labelledBy}>
      {ANSWER_STATUSES.map((status) => (
        <button
          key={status}
          type="button"
          className={`button ${styles.choice}`}
          aria-pressed={answer === status}
          aria-disabled={isSaving}
          onClick={() => !isSaving && onChoose(status)}
        >
          {t(`answerChoices.${status}`)}
        </button>
      ))}
    </div>
  )
}
