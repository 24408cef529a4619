import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PublicFrame } from './public-frame'

/** Page for a used, expired or unknown link. `requestPath`: page on which to request another. */
export async function InvalidLink({
  state,
  requestPath,
}: {
  state?: 'used' | 'expired'
  requestPath: '/reset' | '/sign-in/link' | '/settings/security'
}) {
  const t = await getTranslations('links')
  return (
    <PublicFrame title={t('invalid', { state: state ?? 'unknown' })}>
      <p className="lead">{t('invalidHint')}</p>
      <Link href={requestPath} className="button primary large">
        {t('requestNew')}
      </Link>
    </PublicFrame>
  )
}
