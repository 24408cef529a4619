import { Check, CircleHelp, X } from 'lucide-react'
import { countedStatus } from '@/lib/calendar/answers'
import { ANSWER_STATUSES, type AnswerChoice } from '@/lib/schemas/choices'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'
import { PlainFormField, type RefusedFormTexts } from './plain-form-field'

const ICONS = { accepted: Check, tentative: CircleHelp, declined: X }

/**
 * Form for a guest's answer. Each answer is a button that submits the whole form, so it works without scripts. The
 * idempotency key makes a second press harmless.
 */
export function AnswerForm({
  page,
  formPath,
  question,
  idempotencyKey,
  chosen,
  refused,
  t,
}: Pick<GuestProps, 'page' | 'formPath' | 't'> & {
  question: string
  idempotencyKey: string
  /** The answer in the mail link that opened the page. It is not saved until the guest presses a button. */
  chosen: AnswerChoice | undefined
  refused: RefusedFormTexts | undefined
}) {
  const { answer } = page
  const current = countedStatus(answer)
  const value = (name: string, stored: string) => refused?.values[name] ?? stored
  const hasDetails = answer.partySize > 1 || answer.comment !== '' || refused !== undefined
  return (
    <form className={styles.answer} method="post" action={`${formPath}/answer`}>
      <h2 id="going">{question}</h2>
      {refused && (
        <p className="form-error" role="alert">
          {refused.text}
        </p>
      )}
      {chosen && chosen !== current && (
        <p className="notice">{t('confirm', { answer: t(`choices.${chosen}`) })}</p>
      )}
      <input type="hidden" name="key" value={idempotencyKey} />
      <input type="hidden" name="version" value={page.version} />
      {page.occurrence && <input type="hidden" name="occurrence" value={page.occurrence} />}
      <fieldset className={styles.choices} aria-labelledby="going">
        {ANSWER_STATUSES.map((status) => {
          const Icon = ICONS[status]
          return (
            <button
              key={status}
              type="submit"
              name="status"
              value={status}
              className={`${styles.choice} ${styles[status]} ${chosen === status ? styles.chosen : ''}`}
              aria-pressed={current === status}
            >
              <Icon size={20} aria-hidden /> {t(`choices.${status}`)}
            </button>
          )
        })}
      </fieldset>
      <details className={styles.more} open={hasDetails}>
        <summary>{t('details')}</summary>
        <div className="stack">
          <PlainFormField label={t('partySize')} name="partySize" error={refused?.fields.partySize}>
            {(props) => (
              <input
                {...props}
                className={`input ${styles.control}`}
                type="number"
                inputMode="numeric"
                min={1}
                max={100}
                defaultValue={value('partySize', String(answer.partySize))}
              />
            )}
          </PlainFormField>
          <PlainFormField label={t('comment')} name="comment" error={refused?.fields.comment}>
            {(props) => (
              <input
                {...props}
                className={`input ${styles.control}`}
                dir="auto"
                maxLength={500}
                autoComplete="off"
                defaultValue={value('comment', answer.comment)}
              />
            )}
          </PlainFormField>
          <PlainFormField label={t('name')} name="name" hint={t('nameHint')} error={refused?.fields.name}>
            {(props) => (
              <input
                {...props}
                className={`input ${styles.control}`}
                dir="auto"
                maxLength={100}
                autoComplete="name"
                defaultValue={value('name', page.name ?? '')}
              />
            )}
          </PlainFormField>
        </div>
      </details>
    </form>
  )
}
