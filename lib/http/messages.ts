import { getRequestConfig } from 'next-intl/server'
import { languageOf } from '@/lib/schemas/languages'
import { currentUser } from './actor'

/** The language and zone of a request: the user's own. */
export default getRequestConfig(async () => {
  const user = await currentUser()
  const locale = user?.locale ?? 'en'
  const { default: messages } = await import(`../../messages/${languageOf(locale)}.json`)
  return { locale, messages, timeZone: user?.timeZone ?? 'UTC' }
})
