import { getRequestConfig } from 'next-intl/server'
import { LOCALES } from '@/lib/schemas/users'
import { currentUser } from './actor'

/** The language and zone of a request: the user's own, else English until more is spoken. */
export default getRequestConfig(async () => {
  const user = await currentUser()
  const locale = LOCALES.find((known) => known === user?.locale) ?? 'en'
  const { default: messages } = await import(`../../messages/${locale}.json`)
  return { locale, messages, timeZone: user?.timeZone ?? 'UTC' }
})
