'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import type { PushTest } from '@/lib/schemas/push'
import styles from './notifications.module.css'

/** Interval at which the page is reloaded while the result is unknown. */
const RELOAD_MS = 2000

/** Shows the outcome of a test of a device. `result`: null if none was sent. */
export function PushTestResult({ device, result }: { device: string; result: PushTest['result'] | null }) {
  const t = useTranslations('push')
  const { refresh } = useRouter()
  const isPending = result === 'queued' || result === 'retrying'
  useEffect(() => {
    if (!isPending) return
    const timer = setInterval(refresh, RELOAD_MS)
    return () => clearInterval(timer)
  }, [isPending, refresh])
  return (
    <p role="status" className={styles.result}>
      {result && t(`results.${result}`, { device })}
    </p>
  )
}
