import { useTranslations } from 'next-intl'
import { FormError } from '@/components/forms/submit-row'
import styles from './event.module.css'
import { DiscardQuestion } from './leave-question'

/**
 * The form's error and buttons, or the question whether to discard changes. `save` is the text of the submit button.
 */
export function FormFoot({
  isLeaving,
  isSaving,
  save,
  error,
  onStay,
  onDiscard,
  onCancel,
}: {
  isLeaving: boolean
  isSaving: boolean
  save: string
  error: string | null
  onStay(): void
  onDiscard(): void
  onCancel(): void
}) {
  const t = useTranslations('eventEditor')
  return (
    <footer className={styles.dialogFoot}>
      {isLeaving ? (
        <DiscardQuestion onStay={onStay} onDiscard={onDiscard} />
      ) : (
        <>
          <FormError error={error} />
          <button type="button" className="button quiet" onClick={onCancel}>
            {t('cancel')}
          </button>
          <button type="submit" className="button primary" aria-disabled={isSaving} aria-busy={isSaving}>
            {isSaving ? t('saving') : save}
          </button>
        </>
      )}
    </footer>
  )
}
