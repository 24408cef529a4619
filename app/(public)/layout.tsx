import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { LanguageSwitch } from '@/components/shell/language-switch'
import { languageOf } from '@/lib/schemas/languages'
import styles from './public.module.css'

export default async function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className={styles.public}>
      {children}
      <LanguageSwitch current={languageOf(await getLocale())} />
    </div>
  )
}
