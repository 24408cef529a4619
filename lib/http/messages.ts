import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { LANGUAGE_COOKIE, languageOf, toFormattingLocale } from '@/lib/schemas/languages'
import { currentUser } from './actor'
import { negotiateLanguage } from './language'

/**
 * Returns the language and time zone of a request: the user's own, or for visitors what they chose or their browser
 * asks for. A page can request another language.
 */
export default getRequestConfig(async ({ locale: requested }) => {
  const user = await currentUser()
  const locale = requested ?? user?.locale ?? (await localeOfBrowser())
  const { default: messages } = await import(`../../messages/${languageOf(locale)}/index.ts`)
  return { locale: toFormattingLocale(locale), messages, timeZone: user?.timeZone ?? 'UTC' }
})

async function localeOfBrowser(): Promise<string> {
  const [requestHeaders, requestCookies] = await Promise.all([headers(), cookies()])
  return negotiateLanguage(
    requestHeaders.get('accept-language') ?? '',
    requestCookies.get(LANGUAGE_COOKIE)?.value,
  )
}
