'use client'

import { REMEMBERED } from '@/lib/calendar/remembered'

/** Tells the server, from the next page on, how this browser shows the calendar. */
export function remember(what: keyof typeof REMEMBERED, value: string | number): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${REMEMBERED[what]}=${value}; path=/; max-age=31536000; samesite=lax`
}
