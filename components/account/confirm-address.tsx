import { getTranslations } from 'next-intl/server'
import { ClientMessages } from '@/components/shell/client-messages'
import styles from './confirm-address.module.css'
import { ResendConfirmation } from './resend-confirmation'

/** Banner on every page that asks the user to confirm their e-mail address. */
export async function ConfirmAddress({ email, isMailDelayed }: { email: string; isMailDelayed: boolean }) {
  const t = await getTranslations('confirmAddress')
  return (
    <aside className={styles.notice}>
      <p>{t(isMailDelayed ? 'mailDelayed' : 'text', { email })}</p>
      <ClientMessages namespaces={['confirmAddress', 'errors']}>
        <ResendConfirmation />
      </ClientMessages>
    </aside>
  )
}
