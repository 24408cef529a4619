import { getLocale, getTranslations } from 'next-intl/server'
import { GuestFrame } from '@/components/guest/guest-frame'

/** The page of a link that never existed, or whose event was deleted permanently. */
export default async function UnknownGuestLink() {
  const [t, app] = await Promise.all([getTranslations('guest'), getTranslations('app')])
  return (
    <GuestFrame locale={await getLocale()} app={app('name')}>
      <h1>{t('unknown')}</h1>
      <p className="lead">{t('unknownHint')}</p>
    </GuestFrame>
  )
}
