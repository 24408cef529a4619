import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { SettingsForm } from '@/components/account/settings-form'
import { ClientMessages } from '@/components/shell/client-messages'
import { signOut } from '@/lib/actions/users'
import { pageUser, viewerOf } from '@/lib/http/actor'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings')
  return { title: t('title') }
}

export default async function Settings() {
  const user = await pageUser('/settings')
  const t = await getTranslations('settings')
  const nav = await getTranslations('nav')
  return (
    <main className="page" id="main">
      <h1>{t('title')}</h1>
      <ClientMessages namespaces={['settings', 'zones', 'errors']}>
        <SettingsForm viewer={viewerOf(user)} now={Date.now()} />
      </ClientMessages>
      <section className="card stack">
        <h2>{t('calendars')}</h2>
        <p className="muted">{t('calendarsHint')}</p>
        <div className="row">
          <Link href="/calendars" prefetch={false} className="button">
            {t('toCalendars')}
          </Link>
          <Link href="/import" prefetch={false} className="button">
            {t('toImport')}
          </Link>
        </div>
      </section>
      <form action={signOut} className="row-end">
        <span className="muted">{t('account', { email: user.email })}</span>
        <button type="submit" className="button">
          {nav('signOut')}
        </button>
      </form>
    </main>
  )
}
