import { getTranslations } from 'next-intl/server'
import { ClientMessages } from '@/components/shell/client-messages'
import { ResendConfirmation } from './resend-confirmation'

/** Banner on every page that asks the user to confirm their e-mail address. */
export async function ConfirmAddress({ email, isMailDelayed }: { email: string; isMailDelayed: boolean }) {
  const t = await getTranslations('confirmAddress')
  return (
    <aside className="address-notice">
      <p>{t(isMailDelayed ? 'mailDelayed' : 'text', { email })}</p>
      <ClientMessages namespaces={['confirmAddress', 'errors']}>
        <ResendConfirmation />
      </ClientMessages>
    </aside>
  )
}
