'use client'

import { VIEW_COOKIES } from '@/lib/calendar/view-cookies'

/** Returns a display setting of this browser. */
export function readViewCookie(cookie: keyof typeof VIEW_COOKIES): string | undefined {
  if (typeof document === 'undefined') return undefined
  return new RegExp(`(?:^|; )${VIEW_COOKIES[cookie]}=([\\w-]+)`).exec(document.cookie)?.[1]
}

/** Stores a display setting in a cookie, from which the server renders the next page. */
export function storeViewCookie(cookie: keyof typeof VIEW_COOKIES, value: string | number): void {
  // biome-ignore lint/suspicious/noDocumentCookie: not all browsers have the Cookie Store API
  document.cookie = `${VIEW_COOKIES[cookie]}=${value}; path=/; max-age=31536000; samesite=lax`
}
