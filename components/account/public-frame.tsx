import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Brand } from '@/components/shell/brand'

/** Layout of a page with a single task for signed-out visitors. */
export function PublicFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <PublicHeader />
      <main className="narrow">
        <h1>{title}</h1>
        {children}
      </main>
    </>
  )
}

/** Header with the product's name, linked to the landing page. */
export async function PublicHeader() {
  const app = await getTranslations('app')
  return (
    <header className="public-header">
      <Link href="/" className="public-brand">
        <Brand /> {app('name')}
      </Link>
    </header>
  )
}
