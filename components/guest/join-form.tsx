import styles from './guest.module.css'
import type { GuestProps } from './guest-props'
import { PlainFormField, type RefusedFormTexts } from './plain-form-field'

/** Asks a visitor of a public link for a name, and for an address if links can be mailed. */
export function JoinForm({
  page,
  formPath,
  refused,
  t,
}: Pick<GuestProps, 'page' | 'formPath' | 't'> & { refused: RefusedFormTexts | undefined }) {
  return (
    <form className={styles.answer} method="post" action={`${formPath}/join`}>
      <h2>{t('joinTitle')}</h2>
      {refused && (
        <p className="form-error" role="alert">
          {refused.text}
        </p>
      )}
      <PlainFormField label={t('name')} name="name" hint={t('joinHint')} error={refused?.fields.name}>
        {(props) => (
          <input
            {...props}
            className={`input ${styles.control}`}
            dir="auto"
            required
            maxLength={100}
            autoComplete="name"
            defaultValue={refused?.values.name ?? ''}
          />
        )}
      </PlainFormField>
      {page.isAddressOffered && (
        <PlainFormField label={t('email')} name="email" hint={t('emailHint')} error={refused?.fields.email}>
          {(props) => (
            <input
              {...props}
              className={`input ${styles.control}`}
              type="email"
              maxLength={254}
              autoComplete="email"
              defaultValue={refused?.values.email ?? ''}
            />
          )}
        </PlainFormField>
      )}
      <button type="submit" className={`button primary ${styles.control}`}>
        {t('join')}
      </button>
    </form>
  )
}
