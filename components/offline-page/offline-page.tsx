'use client'

import { NextIntlClientProvider } from 'next-intl'
import { Suspense, startTransition, useEffect, useState } from 'react'
import { type OfflineUser, offlineUser } from '@/components/offline/offline-user'
import { LoadBoundary, later } from '@/components/shell/later'
import shell from '@/components/shell/shell.module.css'
import { directionOf, toBaseLocale, toFormattingLocale } from '@/lib/schemas/languages'
import { themeColor } from '@/lib/schemas/theme-color'
import { KeptHome } from './kept-home'
import { isHomePath, type Kept, loadKept } from './load-kept'
import { useReturnOnline } from './use-return-online'

// The page is the same file in all languages, so it loads the messages in the browser.
const KeptApp = later(
  () => import('./kept-app').then((all) => all.KeptApp),
  ['calendar', 'change', 'event', 'history', 'home', 'nav', 'offline', 'palette', 'received', 'repeat'],
)
const NothingKept = later(() => import('./nothing-kept').then((all) => all.NothingKept), ['offline'])

// Begins before React has hydrated the page: the data and all code of the first paint are read at the same time.
const loading = typeof window === 'undefined' ? undefined : start()

function start(): Promise<Kept> {
  const user = offlineUser()
  applyUserSettings(user)
  if (user) {
    KeptApp.preload().catch(() => {})
    if (isHomePath()) KeptHome.preload().catch(() => {})
  }
  // Stored data that cannot be drawn, such as that of an earlier version, must not leave the page empty.
  return loadKept().catch((): Kept => ({ page: 'nothing', user: null }))
}

/** Shows the page at the current URL from this browser's offline storage. */
export function OfflinePage() {
  const [kept, setKept] = useState<Kept | null>(null)
  useEffect(() => {
    // Without a transition, React would show the fallback, and the page 300 ms later at the earliest.
    void loading?.then((found) => startTransition(() => setKept(found)))
  }, [])
  useReturnOnline()
  const empty = <div className={shell.shell} />
  return (
    <LoadBoundary onFail={() => {}}>
      <Suspense fallback={empty}>{kept ? <KeptPage kept={kept} /> : empty}</Suspense>
    </LoadBoundary>
  )
}

function KeptPage({ kept }: { kept: Kept }) {
  const locale = toFormattingLocale(kept.user?.locale ?? navigator.language)
  const timeZone = kept.user ? kept.props.viewer.timeZone : 'UTC'
  return (
    <NextIntlClientProvider locale={locale} messages={{}} timeZone={timeZone}>
      {kept.user ? <KeptApp kept={kept} /> : <NothingKept />}
    </NextIntlClientProvider>
  )
}

/** Sets the document's language and theme to the user's: the page is the same file for all users. */
function applyUserSettings(user: OfflineUser | null): void {
  const { documentElement: root } = document
  const locale = user?.locale ?? navigator.language
  root.lang = toBaseLocale(locale)
  root.dir = directionOf(locale)
  const color = themeColor(user?.theme)
  if (!user || !color) return
  root.dataset.theme = user.theme
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.content = color
}
