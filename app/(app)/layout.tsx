import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ClientMessages } from '@/components/shell/client-messages'
import { Nav } from '@/components/shell/nav'
import { currentUser } from '@/lib/http/actor'

export default async function AppLayout({ children }: { children: ReactNode }) {
  const user = await currentUser()
  // Each page sends the signed-out to sign in, and knows where they wanted to go.
  if (!user) return children
  const t = await getTranslations('app')
  return (
    <div className="shell">
      <a href="#main" className="skip">
        {t('skip')}
      </a>
      <ClientMessages namespaces={['nav']}>
        <Nav name={user.name} />
      </ClientMessages>
      {children}
    </div>
  )
}
