'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import { sendTestNotification } from '@/lib/actions/notifications'

/** Buttons that send a test on each channel. */
export function TestCard({ hasMail }: { hasMail: boolean }) {
  const t = useTranslations('notificationSettings')
  const isHydrated = useHydrated()
  const router = useRouter()
  const send = async (channel: 'in-app' | 'email') => {
    const response = await sendTestNotification({ channel }).catch(() => null)
    const sent = t(channel === 'email' ? 'testSent' : 'testShown')
    toast({ text: response?.ok ? sent : await refusalText(response, t('testFailed')) })
    router.refresh()
  }
  return (
    <section className="card stack">
      <h2>{t('test')}</h2>
      <p className="muted">{t('testHint')}</p>
      <div className="row">
        <button type="button" className="button" disabled={!isHydrated} onClick={() => void send('in-app')}>
          {t('testInApp')}
        </button>
        {hasMail && (
          <button type="button" className="button" disabled={!isHydrated} onClick={() => void send('email')}>
            {t('testEmail')}
          </button>
        )}
      </div>
    </section>
  )
}
