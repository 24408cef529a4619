'use client'

import { VIEW_COOKIES } from '@/lib/calendar/view-cookies'

/** Tells the server, from the next page on, how this browser shows the calendar. */
export function remember(what: keyof typeof VIEW_COOKIES, value: string | number): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${VIEW_COOKIES[what]}=${value}; path=/; max-age=31536000; samesite=lax`
}
