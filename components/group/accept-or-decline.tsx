'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Confirm } from '@/components/ui/confirm'
import { useHydrated } from '@/components/ui/hydrated'
import styles from './received.module.css'

export type Work = () => Promise<{ ok: boolean }>

/** Buttons to accept or decline; the confirmation of declining also offers to block the sender. */
export function AcceptOrDecline({
  accept,
  decline,
  sender,
  run,
  onAccept: [onAccept, acceptedText],
  onDecline,
  onBlock,
}: {
  accept: { text: string; label: string }
  decline: string
  /** Name of the sender; null if the account was deleted. */
  sender: string | null
  run(work: Work, text: string): Promise<void>
  onAccept: [work: Work, text: string]
  onDecline: Work
  onBlock: Work
}) {
  const t = useTranslations('received')
  const isHydrated = useHydrated()
  const [isConfirming, setConfirming] = useState(false)
  if (isConfirming) {
    return (
      <Confirm
        question={t('declineSure')}
        yes={t('decline')}
        no={t('cancel')}
        {...(sender !== null && {
          other: {
            label: t('block', { name: sender }),
            run: () => void run(onBlock, t('blocked', { name: sender })),
          },
        })}
        onYes={() => void run(onDecline, t('declined'))}
        onNo={() => setConfirming(false)}
      />
    )
  }
  return (
    <span className={styles.receivedWays}>
      <button
        type="button"
        className="button primary"
        disabled={!isHydrated}
        aria-label={accept.label}
        onClick={() => void run(onAccept, acceptedText)}
      >
        {accept.text}
      </button>
      <button
        type="button"
        className="button quiet"
        disabled={!isHydrated}
        aria-label={decline}
        onClick={() => setConfirming(true)}
      >
        {t('decline')}
      </button>
    </span>
  )
}
