'use client'

import { Monitor, Smartphone } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { useHydrated } from '@/components/ui/hydrated'
import { formatAgo } from '@/components/ui/relative-time'
import { toast } from '@/components/ui/toast'
import { setNotificationSettings } from '@/lib/actions/notifications'
import { sendTestPush, subscribePush, unsubscribePush } from '@/lib/actions/push'
import type { PushDevice, PushTest } from '@/lib/schemas/push'
import type { Viewer } from '@/lib/schemas/users'
import styles from './notifications.module.css'
import { pushSupport, rememberPushUser, subscribeBrowser, unsubscribeBrowser } from './push-browser'
import { PushTestResult } from './push-test-result'

/** Message keys: why push messages are not available, and what the user can do. */
const PROBLEMS = {
  insecure: 'insecure',
  install: 'install',
  denied: 'denied',
  unsupported: 'unsupported',
} as const

/** Turns on push messages for this device, and lists, tests and removes devices that receive them. */
export function PushCard({
  devices,
  tests,
  publicKey,
  hidesDetails,
  viewer,
  now,
}: {
  devices: PushDevice[]
  tests: PushTest[]
  publicKey: string
  hidesDetails: boolean
  viewer: Viewer
  now: number
}) {
  const t = useTranslations('push')
  const router = useRouter()
  const isHydrated = useHydrated()
  const [isBusy, setBusy] = useState(false)
  const [tested, setTested] = useState<{ delivery: string; device: string }>()
  // Read on each render: the user may have answered the browser's permission prompt.
  const support = isHydrated ? pushSupport() : 'ready'
  const isOn = devices.some(({ isCurrent }) => isCurrent) && support === 'ready'
  const nameOf = ({ browser, system }: PushDevice) =>
    t('device', { browser: browser ?? t('someBrowser'), system: system ?? t('someSystem') })

  /** Runs an action, shows its result and reloads the list. */
  const run = async (work: () => Promise<{ ok: boolean } | null>, done: string | null, failed: string) => {
    if (isBusy) return
    setBusy(true)
    const response = await work().catch(() => ({ ok: false }))
    setBusy(false)
    const text = response?.ok ? done : response && (await refusalText(response, failed))
    if (text) toast({ text })
    router.refresh()
  }
  const enable = () =>
    run(
      async () => {
        const subscription = await subscribeBrowser(publicKey)
        if (!subscription) return null
        const response = await subscribePush(subscription)
        if (response.ok) rememberPushUser(viewer.id)
        return response
      },
      t('enabled'),
      t('failed'),
    )
  const test = (device: PushDevice) =>
    run(
      async () => {
        const response = await sendTestPush({ device: device.id })
        if (response.ok) setTested({ delivery: response.result.id, device: nameOf(device) })
        return response
      },
      null,
      t('testFailed'),
    )
  const remove = (device: PushDevice) =>
    run(
      async () => {
        if (device.isCurrent) await unsubscribeBrowser()
        return unsubscribePush({ device: device.id })
      },
      t('removed', { device: nameOf(device) }),
      t('notSaved'),
    )

  return (
    <section className="card stack" aria-labelledby="push">
      <h2 id="push">{t('title')}</h2>
      <p className="muted">{t('lead')}</p>
      {support !== 'ready' && <p>{t(PROBLEMS[support])}</p>}
      {!isOn && support === 'ready' && (
        <div className="row">
          <button
            type="button"
            className="button primary"
            disabled={!isHydrated || isBusy}
            onClick={() => void enable()}
          >
            {t(isBusy ? 'enabling' : 'enable')}
          </button>
        </div>
      )}
      {devices.length === 0 ? (
        <p className="muted">{t('none')}</p>
      ) : (
        <ul className={`rows ${styles.devices}`} aria-label={t('devices')}>
          {devices.map((device) => (
            <li key={device.id} className="session">
              {/^(iPhone|iPad|Android)$/.test(device.system ?? '') ? (
                <Smartphone size={20} aria-hidden />
              ) : (
                <Monitor size={20} aria-hidden />
              )}
              <span className="grow">
                <span className="session-name">
                  {nameOf(device)} {device.isCurrent && <strong className="here">{t('here')}</strong>}
                </span>
                <small>
                  {device.lastSuccessAt === null
                    ? t('neverDelivered')
                    : t('delivered', { when: formatAgo(device.lastSuccessAt, now, viewer) })}
                </small>
              </span>
              <button
                type="button"
                className="button"
                disabled={!isHydrated || isBusy}
                aria-label={t('testTo', { device: nameOf(device) })}
                onClick={() => void test(device)}
              >
                {t('test')}
              </button>
              <button
                type="button"
                className="button"
                disabled={!isHydrated || isBusy}
                aria-label={t('removeOf', { device: nameOf(device) })}
                onClick={() => void remove(device)}
              >
                {t('remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <PushTestResult
        device={tested?.device ?? ''}
        result={tested ? (tests.find(({ id }) => id === tested.delivery)?.result ?? 'queued') : null}
      />
      <label>
        <input
          type="checkbox"
          defaultChecked={hidesDetails}
          disabled={!isHydrated}
          onChange={async ({ target }) => {
            const hidesNow = target.checked
            const response = await setNotificationSettings({ hidesPushDetails: hidesNow }).catch(() => null)
            if (response?.ok) return
            target.checked = !hidesNow
            toast({ text: await refusalText(response, t('notSaved')) })
          }}
        />{' '}
        {t('hideDetails')}
      </label>
      <p className="muted">{t('hideDetailsHint')}</p>
    </section>
  )
}
