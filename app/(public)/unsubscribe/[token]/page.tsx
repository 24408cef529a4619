import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PublicFrame } from '@/components/account/public-frame'
import { readSubscription } from '@/lib/http/unsubscribe'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('unsubscribe')
  return { title: t('title'), robots: { index: false } }
}

/** Page on which a guest turns the mails about an event or a gathering off or on. Works without JavaScript. */
export default async function Unsubscribe({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const t = await getTranslations('unsubscribe')
  const subscription = await readSubscription(token)
  if (!subscription) {
    return (
      <PublicFrame title={t('title')}>
        <p className="lead">{t('invalid')}</p>
      </PublicFrame>
    )
  }
  const { isUnsubscribed } = subscription
  const about = 'gathering' in subscription ? 'gathering' : 'event'
  return (
    <PublicFrame title={isUnsubscribed ? t('done') : t('title')}>
      <p className="lead">{t(isUnsubscribed ? 'doneLead' : 'lead', { about })}</p>
      <form method="post" action={`/api/unsubscribe/${token}`}>
        {isUnsubscribed && <input type="hidden" name="allow" value="1" />}
        <button type="submit" className={isUnsubscribed ? 'button large' : 'button primary large'}>
          {isUnsubscribed ? t('allow') : t('submit')}
        </button>
      </form>
    </PublicFrame>
  )
}
