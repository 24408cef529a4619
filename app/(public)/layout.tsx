import type { ReactNode } from 'react'
import '@/components/shell/shell.css'
import './public.css'

export default function PublicLayout({ children }: { children: ReactNode }) {
  return <div className="public">{children}</div>
}
