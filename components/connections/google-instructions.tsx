import { getTranslations } from 'next-intl/server'
import { CopyField } from '@/components/ui/copy-field'
import styles from './connections.module.css'
import { codeTag, linkTag } from './instruction-tags'
import { RedirectUri } from './redirect-uri'

/** Tells an administrator how to create the OAuth client that users need to connect their Google accounts. */
export async function GoogleInstructions(uri: { redirectUri: string; isAccepted: boolean }) {
  const t = await getTranslations('connect')
  const { origin } = new URL(uri.redirectUri)
  const console = 'https://console.cloud.google.com'
  return (
    <>
      <ol className={styles.steps}>
        <li>{t.rich('google.project', { link: linkTag(`${console}/projectcreate`) })}</li>
        <li>
          {t.rich('google.api', { link: linkTag(`${console}/apis/library/calendar-json.googleapis.com`) })}
        </li>
        <li>{t.rich('google.consent', { link: linkTag(`${console}/auth/audience`) })}</li>
        <li>
          {t.rich('google.client', { link: linkTag(`${console}/auth/clients/create`) })}
          <RedirectUri
            {...uri}
            hint={t('google.https')}
            refusal={t.rich('google.notAccepted', { origin, code: codeTag })}
          />
        </li>
        <li>{t.rich('google.settings', { code: codeTag })}</li>
      </ol>
      <p className="muted">{t('google.alsoSignIn')}</p>
      <CopyField
        label={t('signInRedirectUri')}
        value={`${origin}/api/auth/callback/google`}
        copy={t('copy')}
        copied={t('copied')}
      />
    </>
  )
}
