import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Brand } from '@/components/shell/brand'
import styles from './public-frame.module.css'

/** Layout of a page with a single task for signed-out visitors. `footer`: links to other pages. */
export function PublicFrame({
  title,
  footer,
  children,
}: {
  title: string
  footer?: ReactNode
  children: ReactNode
}) {
  return (
    <>
      <PublicHeader />
      <main className={styles.main}>
        <h1>{title}</h1>
        {children}
        {footer && <p className={styles.footer}>{footer}</p>}
      </main>
    </>
  )
}

/** Layout of an invitation, with centered content. */
export function InvitationFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <PublicHeader />
      <main className={`${styles.main} ${styles.centered}`}>{children}</main>
    </>
  )
}

/** Header with the product's name, linked to the landing page. */
export async function PublicHeader({ children }: { children?: ReactNode }) {
  const app = await getTranslations('app')
  return (
    <header className={styles.header}>
      <Link href="/" className={styles.brand}>
        <Brand /> {app('name')}
      </Link>
      {children}
    </header>
  )
}
