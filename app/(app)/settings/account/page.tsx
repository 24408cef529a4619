import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountDataPage } from '@/components/account/account-data-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { pageUser } from '@/lib/http/actor'
import { planAccountDeletion } from '@/lib/queries/account-deletion'
import { attachmentLimitsOf } from '@/lib/queries/attachments'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accountData')
  return { title: t('title') }
}

export default async function AccountData() {
  const user = await pageUser('/settings/account')
  const actor = { kind: 'user', id: user.id } as const
  const { plan, attachmentLimits } = await db.transaction(async (tx) => {
    const self = await grant(tx, actor, 'read', 'self', null)
    return {
      plan: await planAccountDeletion(tx, self),
      attachmentLimits: await attachmentLimitsOf(tx, self),
    }
  })
  return (
    <ClientMessages namespaces={['accountData', 'errors']}>
      <AccountDataPage deletion={plan} email={user.email} files={attachmentLimits} />
    </ClientMessages>
  )
}
