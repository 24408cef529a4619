import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { GuestFrame } from '@/components/guest/guest-frame'
import { ERRORS } from '@/lib/errors'
import { currentUser } from '@/lib/http/actor'
import {
  readParticipantComments,
  readParticipantLink,
  readParticipantPage,
  readParticipantTasks,
} from '@/lib/http/gathering-page'
import { guestLocale } from '@/lib/http/guest-format'
import { setPageStatus } from '@/lib/http/page-status'
import { GuestGatheringPage } from '../gathering'

interface Props {
  params: Promise<{ token: string; participant: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The URL is a secret, so it must not be indexed. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await readParticipantPage((await params).participant)
  const t = await getTranslations('gatherings')
  return { title: page?.gathering.title ?? t('title'), robots: { index: false, follow: false } }
}

/** The page of a gathering for the holder of a personal link. Opening it changes nothing: mail scanners open links. */
export default async function ParticipantPage({ params, searchParams }: Props) {
  const { token: slug, participant: token } = await params
  const query = await searchParams
  const now = Date.now()
  const link = await readParticipantLink(token)
  if (!link) notFound()
  if (link.state === 'gone') return <Gone locale={link.locale} />
  // The organizer may have changed the address.
  if (link.slug !== slug) redirect(`/g/${link.slug}/${token}`)
  const [page, user] = [await readParticipantPage(token), await currentUser()]
  if (!page) notFound()
  const value = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  return (
    <GuestGatheringPage
      page={page}
      path={`/g/${slug}/${token}`}
      asked={{ done: value('done'), refused: value('refused') }}
      now={now}
      locale={link.locale}
      claim={user && { token, name: user.name }}
      comments={page.can.comment ? await readParticipantComments(token, value('earlier')) : undefined}
      tasks={await readParticipantTasks(token)}
    />
  )
}

/** The page of a link that no longer gives access. Status 410 says that it never will again. */
async function Gone({ locale: chosen }: { locale: string | null }) {
  setPageStatus(ERRORS.GONE)
  const locale = await guestLocale(chosen)
  const [t, app] = await Promise.all([
    getTranslations({ locale, namespace: 'gathering' }),
    getTranslations({ locale, namespace: 'app' }),
  ])
  return (
    <GuestFrame locale={locale} app={app('name')}>
      <h1>{t('gone')}</h1>
      <p className="lead">{t('goneHint')}</p>
    </GuestFrame>
  )
}
