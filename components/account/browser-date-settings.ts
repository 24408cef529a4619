import { likelyRegion, localeFor } from '@/lib/schemas/regions'

/** Date settings for a new account, taken from the browser. The user can change them later. */
export function browserDateSettings() {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  // The page's language: requested by the browser, or chosen on a page before sign-up.
  const pageLanguage = document.documentElement.lang
  const region = likelyRegion(navigator.languages, timeZone)
  const locale = region ? localeFor(pageLanguage, region) : pageLanguage
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  return {
    timeZone,
    locale,
    weekStart: firstDay(locale),
    hourCycle: hourCycle === 'h12' || hourCycle === 'h11' ? ('h12' as const) : ('h23' as const),
  }
}

function firstDay(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
    weekInfo?: { firstDay: number }
  }
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1
}
