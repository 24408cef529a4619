'use client'

import { NextIntlClientProvider } from 'next-intl'
import { Suspense, startTransition, useEffect, useState } from 'react'
import { type OfflineUser, offlineUser } from '@/components/offline/offline-user'
import { LoadBoundary, later } from '@/components/shell/later'
import shell from '@/components/shell/shell.module.css'
import { directionOf, toBaseLocale, toFormattingLocale } from '@/lib/schemas/languages'
import { themeColor } from '@/lib/schemas/theme-color'
import { isHomePath, loadOfflineContent, type OfflineContent } from './load-offline-content'
import { OfflineHome } from './offline-home'
import { useReturnOnline } from './use-return-online'

// The page is the same file in all languages, so it loads the messages in the browser.
const OfflineApp = later(
  () => import('./offline-app').then((all) => all.OfflineApp),
  ['calendar', 'change', 'event', 'history', 'home', 'nav', 'offline', 'palette', 'received', 'repeat'],
)
const NothingStored = later(() => import('./nothing-stored').then((all) => all.NothingStored), ['offline'])

// Begins before React has hydrated the page: the data and all code of the first paint are read at the same time.
const loading = typeof window === 'undefined' ? undefined : start()

function start(): Promise<OfflineContent> {
  const user = offlineUser()
  applyUserSettings(user)
  if (user) {
    OfflineApp.preload().catch(() => {})
    if (isHomePath()) OfflineHome.preload().catch(() => {})
  }
  // Stored data that cannot be drawn, such as that of an earlier version, must not leave the page empty.
  return loadOfflineContent().catch((): OfflineContent => ({ page: 'nothing', user: null }))
}

/** Shows the page at the current URL from this browser's offline storage. */
export function OfflinePage() {
  const [content, setContent] = useState<OfflineContent | null>(null)
  useEffect(() => {
    // Without a transition, React would show the fallback, and the page 300 ms later at the earliest.
    void loading?.then((found) => startTransition(() => setContent(found)))
  }, [])
  useReturnOnline()
  const empty = <div className={shell.shell} />
  return (
    <LoadBoundary onFail={() => {}}>
      <Suspense fallback={empty}>{content ? <OfflineMessages content={content} /> : empty}</Suspense>
    </LoadBoundary>
  )
}

function OfflineMessages({ content }: { content: OfflineContent }) {
  const locale = toFormattingLocale(content.user?.locale ?? navigator.language)
  const timeZone = content.user ? content.props.viewer.timeZone : 'UTC'
  return (
    <NextIntlClientProvider locale={locale} messages={{}} timeZone={timeZone}>
      {content.user ? <OfflineApp content={content} /> : <NothingStored />}
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
