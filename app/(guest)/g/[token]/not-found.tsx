import { getLocale, getTranslations } from 'next-intl/server'
import { GuestFrame } from '@/components/guest/guest-frame'

/** The page of a link that was revoked, replaced or never existed: they look the same. */
export default async function GuestLinkGone() {
  const [t, app] = await Promise.all([getTranslations('guest'), getTranslations('app')])
  return (
    <GuestFrame locale={await getLocale()} app={app('name')}>
      <h1>{t('gone')}</h1>
      <p className="lead">{t('goneHint')}</p>
    </GuestFrame>
  )
}
