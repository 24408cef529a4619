import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { LANGUAGE_COOKIE, languageOf, toFormattingLocale } from '@/lib/schemas/languages'
import { currentUser } from './actor'
import { negotiateLanguage } from './language'

/** The language and zone of a request: the user's own; of somebody signed out, what they chose or their browser asks for. */
export default getRequestConfig(async () => {
  const user = await currentUser()
  const locale = user?.locale ?? (await localeOfBrowser())
  const { default: messages } = await import(`../../messages/${languageOf(locale)}/index.ts`)
  return { locale: toFormattingLocale(locale), messages, timeZone: user?.timeZone ?? 'UTC' }
})

async function localeOfBrowser(): Promise<string> {
  const [asked, kept] = await Promise.all([headers(), cookies()])
  return negotiateLanguage(asked.get('accept-language') ?? '', kept.get(LANGUAGE_COOKIE)?.value)
}
