import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { HealthPage } from '@/components/admin/health-page'
import { readAsAdministrator } from '@/lib/http/administration'
import { loadHealth } from '@/lib/queries/instance/health'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('admin')
  return { title: t('title') }
}

export default async function AdminHealth() {
  const { user, result } = await readAsAdministrator('/admin', loadHealth)
  return <HealthPage health={result} viewer={user} now={Date.now()} />
}
