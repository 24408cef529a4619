import { getRequestConfig } from 'next-intl/server'
import { LANGUAGES } from '@/lib/schemas/users'
import { currentUser } from './actor'

/** The language and zone of a request: the user's own, else English until more is spoken. */
export default getRequestConfig(async () => {
  const user = await currentUser()
  const locale = user?.locale ?? 'en'
  const language = LANGUAGES.find((known) => locale.startsWith(known)) ?? 'en'
  const { default: messages } = await import(`../../messages/${language}.json`)
  return { locale, messages, timeZone: user?.timeZone ?? 'UTC' }
})
