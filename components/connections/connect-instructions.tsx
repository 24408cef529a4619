import { getTranslations } from 'next-intl/server'
import { CopyField } from '@/components/ui/copy-field'
import styles from './connections.module.css'

/** Tells an administrator how to create the OAuth client that users need to connect their Google accounts. */
export async function ConnectInstructions({
  redirectUri,
  isAccepted,
}: {
  redirectUri: string
  isAccepted: boolean
}) {
  const t = await getTranslations('connect')
  const link = (href: string) => (text: React.ReactNode) => (
    <a href={href} target="_blank" rel="noreferrer">
      {text}
    </a>
  )
  const code = (text: React.ReactNode) => <code dir="ltr">{text}</code>
  return (
    <>
      <ol className={styles.steps}>
        <li>{t.rich('steps.project', { link: link('https://console.cloud.google.com/projectcreate') })}</li>
        <li>
          {t.rich('steps.api', {
            link: link('https://console.cloud.google.com/apis/library/calendar-json.googleapis.com'),
          })}
        </li>
        <li>{t.rich('steps.consent', { link: link('https://console.cloud.google.com/auth/audience') })}</li>
        <li>
          {t.rich('steps.client', { link: link('https://console.cloud.google.com/auth/clients/create') })}
          <CopyField
            label={t('redirectUri')}
            hint={isAccepted ? t('httpsHint') : undefined}
            value={redirectUri}
            copy={t('copy')}
            copied={t('copied')}
          />
          {!isAccepted && (
            <p className="form-error">
              {t.rich('notAccepted', { origin: new URL(redirectUri).origin, code })}
            </p>
          )}
        </li>
        <li>{t.rich('steps.settings', { code })}</li>
      </ol>
      <p className="muted">{t('alsoSignIn')}</p>
    </>
  )
}
