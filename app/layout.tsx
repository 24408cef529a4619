import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { currentUser } from '@/lib/http/actor'
import { directionOf, toBaseLocale } from '@/lib/schemas/languages'
import { THEME_COLORS, themeColor } from '@/lib/schemas/theme-color'
import './globals.css'
import '@/components/ui/ui.css'
import '@/components/ui/layout.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('app')
  return {
    title: { default: t('name'), template: `%s · ${t('name')}` },
    description: t('tagline'),
    applicationName: t('name'),
    appleWebApp: { capable: true, title: t('name'), statusBarStyle: 'default' },
  }
}

export async function generateViewport(): Promise<Viewport> {
  const user = await currentUser()
  return {
    viewportFit: 'cover',
    themeColor: themeColor(user?.theme) ?? [
      { media: '(prefers-color-scheme: light)', color: THEME_COLORS.light },
      { media: '(prefers-color-scheme: dark)', color: THEME_COLORS.dark },
    ],
  }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, user] = await Promise.all([getLocale(), currentUser()])
  const theme = user && user.theme !== 'system' ? user.theme : undefined
  return (
    <html
      lang={toBaseLocale(locale)}
      dir={directionOf(locale)}
      data-theme={theme}
      className={GeistSans.className}
    >
      <body>{children}</body>
    </html>
  )
}
