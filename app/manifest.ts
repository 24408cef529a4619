import type { MetadataRoute } from 'next'
import { getTranslations } from 'next-intl/server'
import { THEME_COLORS } from '@/lib/schemas/theme-color'

/** Made by scripts/screenshots.mjs. */
const SCREENSHOT = { type: 'image/png' } as const

/** Web app manifest, for installing Kinday on a home screen. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const [app, calendar] = await Promise.all([getTranslations('app'), getTranslations('calendar')])
  const icons = [{ src: '/icon-192.png', sizes: '192x192', type: 'image/png' }]
  return {
    name: app('name'),
    short_name: app('name'),
    description: app('tagline'),
    id: '/',
    scope: '/',
    start_url: '/calendar',
    display: 'standalone',
    background_color: THEME_COLORS.light,
    theme_color: THEME_COLORS.light,
    categories: ['productivity', 'lifestyle'],
    icons: [
      ...icons,
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    screenshots: [
      { ...SCREENSHOT, src: '/screenshot-wide.png', sizes: '1280x800', form_factor: 'wide' },
      { ...SCREENSHOT, src: '/screenshot-narrow.png', sizes: '412x892', form_factor: 'narrow' },
    ],
    shortcuts: [
      { name: calendar('newEvent'), url: '/new', icons },
      { name: calendar('today'), url: '/calendar/day', icons },
    ],
    protocol_handlers: [{ protocol: 'webcal', url: '/settings/calendars?subscribe=%s' }],
    // The service worker handles the request (public/sw.js).
    share_target: {
      action: '/new',
      method: 'post',
      enctype: 'multipart/form-data',
      params: {
        ...{ title: 'title', text: 'text', url: 'url' },
        files: [{ name: 'files', accept: ['text/calendar', '.ics'] }],
      },
    },
  }
}
