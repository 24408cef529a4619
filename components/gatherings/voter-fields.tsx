import { Field } from '@/components/ui/field'
import styles from './voting.module.css'
import type { GatheringTranslator } from './voting-props'

/** The values of a refused form as the guest typed them, and the texts of its errors. */
export interface RefusedVote {
  values: Record<string, string>
  text: string
  fields: Record<string, string>
}

/** Name and address of a visitor, and the comment of a ballot. */
export function VoterFields({
  isVisitor,
  isAddressOffered,
  refused,
  comment,
  maxComment,
  t,
  onComment,
}: {
  isVisitor: boolean
  isAddressOffered: boolean
  refused: RefusedVote | undefined
  comment: string
  maxComment: number
  t: GatheringTranslator
  onComment(comment: string): void
}) {
  const errorOf = (name: string) => {
    const error = refused?.fields[name]
    return error ? { error } : {}
  }
  return (
    <div className={styles.fields}>
      {isVisitor && (
        <Field label={t('name')} hint={t('nameHint')} {...errorOf('name')}>
          {(props) => (
            <input
              {...props}
              className="input"
              name="name"
              dir="auto"
              required
              maxLength={100}
              autoComplete="name"
              defaultValue={refused?.values.name ?? ''}
            />
          )}
        </Field>
      )}
      {isVisitor && isAddressOffered && (
        <Field label={t('email')} hint={t('emailHint')} {...errorOf('email')}>
          {(props) => (
            <input
              {...props}
              className="input"
              name="email"
              type="email"
              maxLength={254}
              autoComplete="email"
              defaultValue={refused?.values.email ?? ''}
            />
          )}
        </Field>
      )}
      <Field label={t('comment')} {...errorOf('comment')}>
        {(props) => (
          <input
            {...props}
            className="input"
            name="comment"
            dir="auto"
            maxLength={maxComment}
            autoComplete="off"
            value={comment}
            onChange={({ target }) => onComment(target.value)}
          />
        )}
      </Field>
    </div>
  )
}
