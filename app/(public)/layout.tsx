import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ForgetViews } from '@/components/shell/forget-views'
import { LanguageSwitch } from '@/components/shell/language-switch'
import { currentUser } from '@/lib/http/actor'
import { languageOf } from '@/lib/schemas/languages'
import styles from './public.module.css'

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const [locale, user] = await Promise.all([getLocale(), currentUser()])
  return (
    <div className={styles.public}>
      {children}
      {!user && <ForgetViews />}
      <LanguageSwitch current={languageOf(locale)} />
    </div>
  )
}
