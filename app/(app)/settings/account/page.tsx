import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountDataPage } from '@/components/account/account-data-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { pageUser } from '@/lib/http/actor'
import { planAccountDeletion } from '@/lib/queries/account-deletion'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accountData')
  return { title: t('title') }
}

export default async function Leaving() {
  const user = await pageUser('/settings/account')
  const actor = { kind: 'user', id: user.id } as const
  const plan = await db.transaction(async (tx) =>
    planAccountDeletion(tx, await grant(tx, actor, 'read', 'self', null)),
  )
  return (
    <ClientMessages namespaces={['accountData', 'errors']}>
      <AccountDataPage deletion={plan} email={user.email} />
    </ClientMessages>
  )
}
