import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { LanguageSwitch } from '@/components/shell/language-switch'
import { languageOf } from '@/lib/schemas/languages'
import '@/components/shell/shell.css'
import './public.css'

export default async function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="public">
      {children}
      <LanguageSwitch current={languageOf(await getLocale())} />
    </div>
  )
}
