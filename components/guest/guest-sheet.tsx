import type { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { RequestRefusal } from '@/components/forms/error-text'
import { MAX_CLAIM_COMMENT } from '@/lib/schemas/choices'
import type { GuestTask } from '@/lib/schemas/guest-page'
import pageStyles from './guest.module.css'
import styles from './guest-tasks.module.css'
import type { RefusedFormTexts } from './plain-form-field'

/** Translator of the namespace `tasks`. */
type TaskTranslator = ReturnType<typeof useTranslations<'tasks'>>

interface Props {
  task: GuestTask
  /** Prefix of the paths that the page's forms are sent to. */
  formPath: string
  /** The occurrence that the page shows. */
  occurrence: string | null
  canClaim: boolean
  refused: RefusedFormTexts | undefined
  words: TaskTranslator
}

/** Lists the parts that people have claimed of a sign-up sheet, with a form to claim or release a part. Works without scripts. */
export function GuestSheet({ due, ...props }: Props & { due: ReactNode }) {
  const { task, canClaim, refused, words } = props
  const { wanted, taken, claims } = task
  const own = claims.find(({ isOwn }) => isOwn)
  const left = Math.max(0, wanted! - taken)
  const hasForm = canClaim && task.status !== 'done'
  return (
    <li className={styles.sheet}>
      <p className={styles.title} dir="auto">
        {task.title}
      </p>
      {task.note && (
        <p className={styles.note} dir="auto">
          {task.note}
        </p>
      )}
      {due}
      <p className={styles.taken}>{words('signUp.taken', { taken, wanted: wanted! })}</p>
      {claims.length > 0 && (
        <ul className={styles.claims}>
          {claims.map(({ id, name, quantity, comment, isOwn }) => (
            <li key={id}>
              <bdi>{isOwn ? words('signUp.you') : (name ?? words('signUp.somebody'))}</bdi>
              {' · '}
              {quantity}
              {comment && (
                <span className={styles.comment}>
                  <bdi>{comment}</bdi>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {refused && (
        <p className="form-error" role="alert" id={`refused-${task.id}`}>
          {refused.fields.quantity ?? refused.fields.comment ?? refused.text}
        </p>
      )}
      {hasForm && own && (
        <details className={pageStyles.commentEdit} open={refused !== undefined}>
          <summary>{words('signUp.change')}</summary>
          <ClaimForm {...props} own={own} max={left + own.quantity} />
        </details>
      )}
      {hasForm && !own && left > 0 && <ClaimForm {...props} own={undefined} max={left} />}
    </li>
  )
}

function ClaimForm({
  task,
  formPath,
  occurrence,
  refused,
  words,
  own,
  max,
}: Props & { own: GuestTask['claims'][number] | undefined; max: number }) {
  const errorProps = (name: string) =>
    refused?.fields[name] && { 'aria-invalid': true, 'aria-describedby': `refused-${task.id}` }
  return (
    <form className={styles.form} method="post" action={`${formPath}/task`}>
      <input type="hidden" name="task" value={task.id} />
      {occurrence && <input type="hidden" name="occurrence" value={occurrence} />}
      <input
        {...errorProps('quantity')}
        type="number"
        name="quantity"
        className={`input ${pageStyles.control} ${styles.quantity}`}
        aria-label={words('signUp.quantity', { title: task.title })}
        inputMode="numeric"
        required
        min={1}
        max={max}
        defaultValue={refused?.values.quantity ?? own?.quantity ?? 1}
      />
      <input
        {...errorProps('comment')}
        name="comment"
        className={`input ${pageStyles.control}`}
        aria-label={words('signUp.comment')}
        placeholder={words('signUp.commentPlaceholder')}
        maxLength={MAX_CLAIM_COMMENT}
        dir="auto"
        autoComplete="off"
        defaultValue={refused?.values.comment ?? own?.comment ?? ''}
      />
      <button type="submit" className={`button primary ${pageStyles.control}`}>
        {words(own ? 'signUp.save' : 'signUp.claim')}
      </button>
      {own && (
        <button
          type="submit"
          name="release"
          value="true"
          className={`button quiet ${pageStyles.control}`}
          formNoValidate
        >
          {words('signUp.release')}
        </button>
      )}
    </form>
  )
}

/** Returns the text of a refused form of a sheet of which others have taken a part; undefined for other refusals. */
export function takenText({ data }: RequestRefusal, words: TaskTranslator): string | undefined {
  const left = (data as { left?: number } | undefined)?.left
  return left === undefined ? undefined : words('signUp.onlyLeft', { left })
}
