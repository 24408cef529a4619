import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PublicFrame } from './public-frame'

/** A link that opens nothing any more, or never did, and where to ask for another. */
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
