'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useState } from 'react'
import { countUnsent, forgetUser } from '@/components/offline/forget-user'
import { Dialog } from '@/components/ui/dialog'

/**
 * Deletes the user's data from this browser, then calls `onReady`. Asks first if changes that were made offline have
 * not been sent. Without a connection, says that signing out is not possible.
 */
export function SignOutCheck({ onReady, onCancel }: { onReady(): void; onCancel(): void }) {
  const t = useTranslations('offline')
  const [count, setCount] = useState<number | null>(null)
  const isOffline = !navigator.onLine
  const forget = async () => {
    // A storage that cannot be read contains nothing that could be sent.
    await forgetUser().catch(() => {})
    onReady()
  }
  const check = useEffectEvent(async () => {
    const found = await countUnsent().catch(() => 0)
    if (found) setCount(found)
    else await forget()
  })
  useEffect(() => {
    if (!isOffline) void check()
  }, [isOffline])
  if (!isOffline && !count) return null
  return (
    <Dialog label={t('signOutTitle')} onClose={onCancel}>
      <header className="dialog-head">
        <h2>{t('signOutTitle')}</h2>
      </header>
      <p>{isOffline ? t('signOutOffline') : t('signOutUnsent', { count: count ?? 0 })}</p>
      <div className="row-end">
        <button type="button" className="button" data-autofocus onClick={onCancel}>
          {t('stay')}
        </button>
        {!isOffline && (
          <button type="button" className="button danger" onClick={() => void forget()}>
            {t('signOutDiscard')}
          </button>
        )}
      </div>
    </Dialog>
  )
}
