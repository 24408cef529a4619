import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Brand } from '@/components/shell/brand'

/** A page of one thing to do, for who is not signed in. */
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

/** Where one is, and the way to what that is. */
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
