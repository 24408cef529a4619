import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SettingsForm } from '@/components/account/settings-form'
import { ClientMessages } from '@/components/shell/client-messages'
import { SignOutForm } from '@/components/shell/sign-out-form'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { REGIONS } from '@/lib/schemas/regions'

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
      <ClientMessages namespaces={['settings', 'birthday', 'picture', 'zones', 'errors']}>
        <SettingsForm
          viewer={viewerOf(user)}
          birthday={user.birthday}
          declinedEvents={user.declinedEvents}
          regions={regionNames(user.locale)}
          now={Date.now()}
        />
      </ClientMessages>
      <SignOutForm className="row-end">
        <span className="muted">{t('account', { email: user.email })}</span>
        <button type="submit" className="button">
          {nav('signOut')}
        </button>
      </SignOutForm>
    </main>
  )
}

/** Returns all regions with their names in the user's language, sorted by name. */
function regionNames(locale: string): [code: string, name: string][] {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  const collator = new Intl.Collator(locale)
  return REGIONS.map((code): [string, string] => [code, names.of(code) ?? code]).sort(([, a], [, b]) =>
    collator.compare(a, b),
  )
}
