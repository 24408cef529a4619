import { getTranslations } from 'next-intl/server'
import styles from './connections.module.css'
import { codeTag, linkTag } from './instruction-tags'
import { RedirectUri } from './redirect-uri'

const APPLICATIONS = 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade'

/** Tells an administrator how to register the application that users need to connect their Outlook calendars. */
export async function MicrosoftInstructions(uri: { redirectUri: string; isAccepted: boolean }) {
  const t = await getTranslations('connect')
  const { origin } = new URL(uri.redirectUri)
  return (
    <>
      <ol className={styles.steps}>
        <li>{t.rich('microsoft.register', { link: linkTag(APPLICATIONS) })}</li>
        <li>{t('microsoft.accounts')}</li>
        <li>
          {t('microsoft.redirect')}
          <RedirectUri
            {...uri}
            hint={t('microsoft.https')}
            refusal={t.rich('microsoft.notAccepted', { origin, code: codeTag })}
          />
        </li>
        <li>{t('microsoft.permissions')}</li>
        <li>{t('microsoft.secret')}</li>
        <li>{t.rich('microsoft.settings', { code: codeTag })}</li>
      </ol>
      <p className="muted">{t.rich('microsoft.notes', { code: codeTag })}</p>
    </>
  )
}
