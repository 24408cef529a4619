import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import styles from '@/components/admin/admin.module.css'
import { AdminNav } from '@/components/admin/admin-nav'
import { currentUser } from '@/lib/http/actor'
import { ADMIN_LISTS } from '@/lib/schemas/admin-lists'

/**
 * Layout of the administration pages. Each page checks the permission itself; users without it get a 404 here already.
 */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const user = await currentUser()
  if (!user) return children
  if (!user.instanceAdmin) notFound()
  const [t, health, settings] = await Promise.all([
    getTranslations('admin'),
    getTranslations('adminHealth'),
    getTranslations('adminSettings'),
  ])
  return (
    <main className={`page ${styles.admin}`} id="main">
      <h1>{t('title')}</h1>
      <AdminNav
        label={t('title')}
        pages={[
          ['/admin', health('title')],
          ...ADMIN_LISTS.map((list) => [`/admin/${list}`, t(`lists.${list}`)] as const),
          ['/admin/settings', settings('title')],
        ]}
      />
      {children}
    </main>
  )
}
