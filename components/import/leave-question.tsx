'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useCloseOnBack } from '@/components/ui/close-on-back'
import { Dialog } from '@/components/ui/dialog'
import { useLeaveGuard } from '@/components/ui/leave-guard'

/** While it is rendered, asks before a link, a shortcut or Back leads to another page of Kinday. */
export function LeaveImportQuestion({ onLeave }: { onLeave(): void }) {
  const t = useTranslations('import')
  const router = useRouter()
  const [pending, setPending] = useState<{ leave(): void } | null>(null)
  const [isLeaving, setLeaving] = useState(false)
  const ask = (leave: () => void) => setPending({ leave })
  useLeaveGuard(!isLeaving, ask)
  useEffect(() => {
    const abort = new AbortController()
    const onClick = (event: MouseEvent) => {
      const target = targetPage(event)
      if (!target) return
      event.preventDefault()
      event.stopPropagation()
      setPending({ leave: () => router.push(target) })
    }
    // The capture phase comes before the link's own handler.
    document.addEventListener('click', onClick, { capture: true, signal: abort.signal })
    return () => abort.abort()
  }, [router])
  const leave = () => {
    setPending(null)
    setLeaving(true)
    onLeave()
    // The page is left once the history entry of the guard is removed.
    addEventListener('popstate', () => setTimeout(pending!.leave), { once: true })
  }
  if (isLeaving) return null
  return (
    <>
      <AskOnBack onBack={() => ask(() => history.back())} />
      {pending && (
        <Dialog label={t('leaveTitle')} onClose={() => setPending(null)}>
          <header className="dialog-head">
            <h2>{t('leaveTitle')}</h2>
          </header>
          <p>{t('leaveText')}</p>
          <div className="row-end">
            <button type="button" className="button" data-autofocus onClick={() => setPending(null)}>
              {t('stay')}
            </button>
            <button type="button" className="button danger" onClick={leave}>
              {t('leave')}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}

function AskOnBack({ onBack }: { onBack(): void }) {
  useCloseOnBack(onBack)
  return null
}

/** Returns the page of Kinday that a click opens in this tab. */
function targetPage({ target, button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): string | null {
  const link = (target as Element).closest<HTMLAnchorElement>('a[href]')
  if (!link || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return null
  if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return null
  return link.pathname === location.pathname ? null : link.pathname + link.search + link.hash
}
