import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { RegistrationForm } from '@/components/admin/registration-form'
import { ClientMessages } from '@/components/shell/client-messages'
import { readAsAdministrator } from '@/lib/http/administration'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('adminSettings')
  return { title: t('title') }
}

export default async function AdminSettings() {
  const { result } = await readAsAdministrator('/admin/settings', async (_, { row }) => row)
  return (
    <ClientMessages namespaces={['adminSettings', 'errors']}>
      <RegistrationForm registration={result.registration} version={result.version} />
    </ClientMessages>
  )
}
