import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PublicFrame } from '@/components/account/public-frame'
import { RequestLink } from '@/components/account/request-link'
import { ClientMessages } from '@/components/shell/client-messages'
import { mailState } from '@/lib/http/account-link'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('resetTitle') }
}

export default async function AskForReset() {
  const t = await getTranslations('links')
  const mail = await mailState()
  return (
    <PublicFrame title={t('resetTitle')} footer={<Link href="/sign-in">{t('back')}</Link>}>
      {mail === 'off' ? (
        <>
          <p className="lead">{t('noMail')}</p>
          <p>{t('noMailHint')}</p>
          <pre className="command" dir="ltr">
            <code>npm run admin -- reset-password you@example.org</code>
          </pre>
        </>
      ) : (
        <ClientMessages namespaces={['links', 'errors']}>
          <RequestLink purpose="reset" isMailDelayed={mail === 'delayed'} />
        </ClientMessages>
      )}
    </PublicFrame>
  )
}
