import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Brand } from '@/components/shell/brand'

/** Layout of a page with a single task for signed-out visitors. */
export function PublicFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <PublicHead />
      <main className="narrow">
        <h1>{title}</h1>
        {children}
      </main>
    </>
  )
}

/** Header with the product's name, linked to the landing page. */
export async function PublicHead() {
  const app = await getTranslations('app')
  return (
    <header className="public-head">
      <Link href="/" className="public-brand">
        <Brand /> {app('name')}
      </Link>
    </header>
  )
}
