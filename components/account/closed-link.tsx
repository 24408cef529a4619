import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PublicFrame } from './public-frame'

/** Page for a used, expired or invalid link, with a way to request another. */
export async function ClosedLink({
  state,
  askAt,
}: {
  state?: 'used' | 'expired'
  askAt: '/reset' | '/sign-in/link' | '/settings/security'
}) {
  const t = await getTranslations('links')
  return (
    <PublicFrame title={t('closed', { state: state ?? 'unknown' })}>
      <p className="lead">{t('closedHint')}</p>
      <Link href={askAt} className="button primary large">
        {t('requestNew')}
      </Link>
    </PublicFrame>
  )
}
