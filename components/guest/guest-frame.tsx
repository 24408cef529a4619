import type { ReactNode } from 'react'
import { Brand } from '@/components/shell/brand'
import { directionOf, toBaseLocale } from '@/lib/schemas/languages'
import styles from './guest.module.css'

/** Layout of a guest's page, in the guest's language, which need not be the browser's. */
export function GuestFrame({
  locale,
  app,
  color = null,
  isWide = false,
  footer,
  children,
}: {
  locale: string
  /** Name of the product. */
  app: string
  /** Name of the event's color. */
  color?: string | null
  /** Whether the page contains a table. */
  isWide?: boolean
  footer?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={styles.page} lang={toBaseLocale(locale)} dir={directionOf(locale)}>
      <main className={`${styles.card} ${isWide ? styles.wide : ''} c-${color ?? 'indigo'}`}>{children}</main>
      <footer className={styles.footer}>
        {footer}
        <p className={styles.brand}>
          <Brand size={18} /> {app}
        </p>
      </footer>
    </div>
  )
}
