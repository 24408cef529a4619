import type { ReactNode } from 'react'
import { LanguageSwitch } from '@/components/shell/language-switch'
import '@/components/shell/shell.css'
import './public.css'

export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="public">
      {children}
      <LanguageSwitch />
    </div>
  )
}
