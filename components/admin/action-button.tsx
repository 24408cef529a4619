'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { isStaleAction } from '@/components/forms/stale-action'
import { useErrorText } from '@/components/forms/use-error-text'
import { Dialog } from '@/components/ui/dialog'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import type { FieldErrors } from '@/lib/errors'
import styles from './admin.module.css'

interface Refused {
  ok: false
  error: { code: string; fields?: FieldErrors; data?: unknown }
}

/** Button that runs an administration command; with a `confirmation` text, it asks for confirmation first. */
export function ActionButton({
  action,
  label,
  about,
  confirmation,
  done,
  isDangerous = false,
}: {
  action: () => Promise<{ ok: true } | Refused>
  label: string
  /** The target's name for the accessible label, if the label alone is ambiguous. */
  about?: string
  confirmation?: string
  done: string
  isDangerous?: boolean
}) {
  const t = useTranslations('admin')
  const errorText = useErrorText()
  const router = useRouter()
  const isHydrated = useHydrated()
  const [isBusy, setBusy] = useState(false)
  const [isConfirming, setConfirming] = useState(false)
  const run = async () => {
    setConfirming(false)
    setBusy(true)
    try {
      const response = await action()
      const reason = response.ok ? null : reasonOf(response)
      toast({ text: response.ok ? done : reason ? t(`reasons.${reason}`) : errorText.form(response.error) })
      router.refresh()
    } catch (error) {
      toast({ text: errorText.form({ code: isStaleAction(error) ? 'STALE' : 'OFFLINE' }) })
    }
    setBusy(false)
  }
  return (
    <>
      <button
        type="button"
        className={`button ${isDangerous ? 'danger' : ''}`}
        disabled={!isHydrated || isBusy}
        aria-busy={isBusy}
        aria-label={about && `${label}: ${about}`}
        onClick={() => (confirmation ? setConfirming(true) : run())}
      >
        {label}
      </button>
      {isConfirming && confirmation && (
        <Dialog label={label} onClose={() => setConfirming(false)} className={styles.adminConfirm}>
          <p dir="auto">{confirmation}</p>
          <div className="row-end">
            <button type="button" className="button" data-autofocus onClick={() => setConfirming(false)}>
              {t('cancel')}
            </button>
            <button type="button" className={`button ${isDangerous ? 'danger' : 'primary'}`} onClick={run}>
              {label}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}

const REASONS = ['last_admin', 'yourself', 'running', 'not_retriable', 'suspended'] as const

function reasonOf({ error }: Refused): (typeof REASONS)[number] | undefined {
  const { reason } = (error.data ?? {}) as { reason?: string }
  return REASONS.find((key) => key === reason)
}
