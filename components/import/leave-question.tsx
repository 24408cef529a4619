'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Dialog } from '@/components/ui/dialog'

/** While it is rendered, asks before a link leads to another page of Kinday. */
export function LeaveQuestion({ onLeave }: { onLeave(): void }) {
  const t = useTranslations('import')
  const router = useRouter()
  const [href, setHref] = useState<string | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    const ask = (event: MouseEvent) => {
      const target = targetPage(event)
      if (!target) return
      event.preventDefault()
      event.stopPropagation()
      setHref(target)
    }
    // Before the link's own handler.
    document.addEventListener('click', ask, { capture: true, signal: abort.signal })
    return () => abort.abort()
  }, [])
  if (!href) return null
  const leave = () => {
    setHref(null)
    onLeave()
    router.push(href)
  }
  return (
    <Dialog label={t('leaveTitle')} onClose={() => setHref(null)}>
      <header className="dialog-head">
        <h2>{t('leaveTitle')}</h2>
      </header>
      <p>{t('leaveText')}</p>
      <div className="row-end">
        <button type="button" className="button" data-autofocus onClick={() => setHref(null)}>
          {t('stay')}
        </button>
        <button type="button" className="button danger" onClick={leave}>
          {t('leave')}
        </button>
      </div>
    </Dialog>
  )
}

/** Returns the page of Kinday that a click opens in this tab. */
function targetPage({ target, button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): string | null {
  const link = (target as Element).closest<HTMLAnchorElement>('a[href]')
  if (!link || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return null
  if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return null
  return link.pathname === location.pathname ? null : link.pathname + link.search + link.hash
}
