import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { UserPage } from '@/components/admin/user-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { readAsAdministrator } from '@/lib/http/administration'
import { isMailEnabled } from '@/lib/mail/send'
import { loadUserDetail as userDetail } from '@/lib/queries/instance/people'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('admin')
  return { title: t('lists.users') }
}

export default async function AdminUser({ params }: { params: Promise<{ id: string }> }) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const { user, result } = await readAsAdministrator(`/admin/users/${id.data}`, (tx, administration) =>
    userDetail(tx, administration, id.data),
  )
  if (!result) notFound()
  return (
    <ClientMessages namespaces={['admin', 'errors']}>
      <UserPage user={result} viewer={user} canSendMail={isMailEnabled()} />
    </ClientMessages>
  )
}
