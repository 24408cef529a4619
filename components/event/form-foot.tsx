import { useTranslations } from 'next-intl'

/** The form's buttons, its error, and the question whether to discard unsaved changes. `save` is the button's text. */
export function FormFoot({
  leaving,
  saving,
  save,
  trouble,
  onStay,
  onLeave,
  onCancel,
}: {
  leaving: boolean
  saving: boolean
  save: string
  trouble: string | null
  onStay(): void
  onLeave(): void
  onCancel(): void
}) {
  const t = useTranslations('eventEditor')
  return (
    <footer className="dialog-foot">
      {leaving ? (
        <div className="leaving" role="alert">
          <span>{t('discard')}</span>
          <button type="button" className="button quiet" onClick={onStay}>
            {t('keepEditing')}
          </button>
          <button type="button" className="button danger" onClick={onLeave}>
            {t('discardConfirm')}
          </button>
        </div>
      ) : (
        <>
          {trouble && (
            <p className="form-error" role="alert">
              {trouble}
            </p>
          )}
          <button type="button" className="button quiet" onClick={onCancel}>
            {t('cancel')}
          </button>
          <button type="submit" className="button primary" aria-disabled={saving} aria-busy={saving}>
            {saving ? t('saving') : save}
          </button>
        </>
      )}
    </footer>
  )
}
