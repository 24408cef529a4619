import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CaldavForm } from '@/components/connections/caldav-form'
import { linkTag } from '@/components/connections/instruction-tags'
import { ClientMessages } from '@/components/shell/client-messages'
import { PageTitle } from '@/components/ui/page-title'
import { AppError } from '@/lib/errors'
import { pageUser } from '@/lib/http/actor'
import { caldavLogin } from '@/lib/http/caldav'
import {
  CALDAV_SERVICE_IDS,
  CALDAV_SERVICES,
  type CaldavServiceId,
  caldavServiceOf,
} from '@/lib/schemas/caldav'
import { uuid } from '@/lib/schemas/text'

interface Props {
  searchParams: Promise<{ service?: string | string[]; connection?: string | string[] }>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('caldav')
  return { title: t('titleOther') }
}

/** Connects an account of a CalDAV server. `connection`: gives a connected account a new password. */
export default async function ConnectCaldav({ searchParams }: Props) {
  const { service: requested, connection } = await searchParams
  const user = await pageUser('/settings/calendars')
  const t = await getTranslations('caldav')
  const known = connection === undefined ? null : await knownAccount(user.id, connection.toString())
  const service: CaldavServiceId = known
    ? caldavServiceOf(known.account)
    : (CALDAV_SERVICE_IDS.find((id) => id === requested) ?? 'other')
  const { name, passwords } = CALDAV_SERVICES[service]
  return (
    <main className="page" id="main">
      <PageTitle
        title={known ? t('titlePassword') : service === 'other' ? t('titleOther') : t('title', { name })}
        backTo={['/settings/calendars', t('back')]}
      >
        {known && (
          <p className="muted">
            <bdi>{known.account}</bdi>
          </p>
        )}
      </PageTitle>
      <section className="card stack">
        {!(known && service === 'other') && (
          <p>{t.rich(`how.${service}`, { link: linkTag(passwords ?? '') })}</p>
        )}
        <ClientMessages namespaces={['caldav', 'errors']}>
          <CaldavForm service={service} connection={known?.id ?? null} needsLogin={!known?.hasLogin} />
        </ClientMessages>
      </section>
    </main>
  )
}

async function knownAccount(userId: string, id: string) {
  const { data } = uuid.safeParse(id)
  if (!data) notFound()
  const { account, login } = await caldavLogin(userId, data).catch((error) => {
    if (error instanceof AppError) notFound()
    throw error
  })
  return { id: data, account, hasLogin: login !== null }
}
