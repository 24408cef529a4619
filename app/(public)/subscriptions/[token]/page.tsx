import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PublicFrame } from '@/components/account/public-frame'
import { parseSubscriptionToken } from '@/lib/access/subscription-tokens'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('subscriptions')
  return { title: t('title'), robots: { index: false } }
}

/** Asks for confirmation before turning off one kind of e-mail. Works without JavaScript. */
export default async function Subscription({
  params,
  searchParams,
}: {
  params: Promise<{ token: string }>
  searchParams: Promise<{ done?: string }>
}) {
  const { token } = await params
  const t = await getTranslations('subscriptions')
  const subscription = parseSubscriptionToken(token)
  if (!subscription) {
    return (
      <PublicFrame title={t('title')}>
        <p className="lead">{t('invalid')}</p>
      </PublicFrame>
    )
  }
  const topic = t(`topics.${subscription.topic}`)
  const isDone = (await searchParams).done !== undefined
  return (
    <PublicFrame title={t(isDone ? 'done' : 'title')}>
      <p className="lead">{t(isDone ? 'doneLead' : 'lead', { topic })}</p>
      {isDone ? (
        <Link href="/settings/notifications" className="button large">
          {t('settings')}
        </Link>
      ) : (
        <form method="post" action={`/api/subscriptions/${token}`}>
          <button type="submit" className="button primary large">
            {t('submit')}
          </button>
        </form>
      )}
    </PublicFrame>
  )
}
