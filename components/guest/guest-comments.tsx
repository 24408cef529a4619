import { Trash2 } from 'lucide-react'
import { CommentText } from '@/components/comments/comment-text'
import { Avatar } from '@/components/ui/avatar'
import { formatAgo } from '@/components/ui/relative-time'
import { MAX_GUEST_COMMENT_LENGTH } from '@/lib/schemas/choices'
import type { GuestPage } from '@/lib/schemas/guest-page'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'
import { PlainFormField, type RefusedFormTexts } from './plain-form-field'

/**
 * The comments on an event or gathering, with forms to write one, and to edit and delete the guest's own. Works without
 * scripts.
 */
export function GuestComments({
  page,
  path,
  formPath,
  format,
  now,
  idempotencyKey,
  refused,
  t,
}: Pick<GuestProps, 'path' | 'formPath' | 'format' | 't'> & {
  page: Pick<GuestPage, 'comments' | 'occurrence'>
  now: number
  idempotencyKey: string
  refused: RefusedFormTexts | undefined
}) {
  if (!page.comments) return null
  const { items, names, earlier } = page.comments
  const occurrenceQuery = page.occurrence ? `&occurrence=${encodeURIComponent(page.occurrence)}` : ''
  const refusedEdit = refused?.values.edit
  const refusedNew = refusedEdit === undefined ? refused : undefined
  const occurrenceInput = page.occurrence && <input type="hidden" name="occurrence" value={page.occurrence} />
  return (
    <section className={styles.section} aria-labelledby="comments">
      <h2 id="comments">{t('comments')}</h2>
      {earlier && (
        <p>
          <a href={`${path}?earlier=${earlier}${occurrenceQuery}#comments`}>{t('earlierComments')}</a>
        </p>
      )}
      {items.length > 0 && (
        <ol className={styles.comments}>
          {items.map(({ id, author, text, at, isEdited, isOwn }) => {
            const name = author.name ?? t('formerMember')
            return (
              <li key={id}>
                <Avatar id={author.id ?? name} name={name} />
                <div>
                  <p className={styles.commentHead}>
                    <bdi>{name}</bdi>
                    <time dateTime={new Date(at).toISOString()}>{formatAgo(at, now, format)}</time>
                    {isEdited && <span>{t('editedComment')}</span>}
                  </p>
                  <CommentText text={text} names={names} unknown={t('formerMember')} />
                  {isOwn && (
                    <details className={styles.commentEdit} open={refusedEdit === id}>
                      <summary>{t('editComment')}</summary>
                      <form className="stack" method="post" action={`${formPath}/comment`}>
                        {refusedEdit === id && (
                          <p className="form-error" role="alert">
                            {refused!.fields.text ?? refused!.text}
                          </p>
                        )}
                        {occurrenceInput}
                        <input type="hidden" name="edit" value={id} />
                        <textarea
                          name="text"
                          className="input"
                          dir="auto"
                          required
                          maxLength={MAX_GUEST_COMMENT_LENGTH}
                          aria-label={t('editComment')}
                          defaultValue={refusedEdit === id ? (refused!.values.text ?? '') : text}
                        />
                        <div className="row-end">
                          <button type="submit" className={`button ${styles.control}`}>
                            {t('saveComment')}
                          </button>
                        </div>
                      </form>
                    </details>
                  )}
                </div>
                {isOwn && (
                  <form method="post" action={`${formPath}/comment`}>
                    {occurrenceInput}
                    <input type="hidden" name="remove" value={id} />
                    <button
                      type="submit"
                      className="button quiet icon"
                      aria-label={t('deleteComment')}
                      title={t('deleteComment')}
                    >
                      <Trash2 size={16} aria-hidden />
                    </button>
                  </form>
                )}
              </li>
            )
          })}
        </ol>
      )}
      <form className="stack" method="post" action={`${formPath}/comment`}>
        {refusedNew && (
          <p className="form-error" role="alert">
            {refusedNew.text}
          </p>
        )}
        {occurrenceInput}
        <input type="hidden" name="key" value={idempotencyKey} />
        <PlainFormField label={t('writeComment')} name="text" error={refusedNew?.fields.text}>
          {(props) => (
            <textarea
              {...props}
              className="input"
              dir="auto"
              required
              maxLength={MAX_GUEST_COMMENT_LENGTH}
              defaultValue={refusedNew?.values.text}
            />
          )}
        </PlainFormField>
        <div className="row-end">
          <button type="submit" className={`button ${styles.control}`}>
            {t('sendComment')}
          </button>
        </div>
      </form>
    </section>
  )
}
