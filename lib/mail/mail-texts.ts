import type { useTranslations } from 'next-intl'
import { createTranslator } from 'use-intl/core'
import { DAY } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { NotificationTranslator } from '@/lib/event-text/notification-text'
import type { ChangeContext } from '@/lib/event-text/value-text'
import { languageOf, toFormattingLocale } from '@/lib/schemas/languages'

/** The user that a mail is for, with the settings that its texts depend on. */
export interface MailReader {
  id: string
  name: string
  email: string
  locale: string
  timeZone: string
  weekStart: number
  hourCycle: 'h12' | 'h23'
}

/** Texts of mails in the language and time zone of a user. */
export interface MailTexts {
  language: string
  t: MailTranslator
  notifications: NotificationTranslator
  context: ChangeContext
  /** Today as a day number. */
  today: number
}

/** Translator of the namespace `mail`. */
type MailTranslator = ReturnType<typeof useTranslations<'mail'>>

const NAMESPACES = ['mail', 'notifications', 'history', 'event', 'repeat', 'palette'] as const

/** Loads the texts for a user. */
export async function mailTexts(reader: MailReader, now: number): Promise<MailTexts> {
  const language = languageOf(reader.locale)
  const loaded = await Promise.all(
    NAMESPACES.map(async (name) => [name, (await import(`../../messages/${language}/${name}.json`)).default]),
  )
  const messages = Object.fromEntries(loaded)
  const translator = (namespace: string) =>
    createTranslator({ locale: language, messages, namespace }) as never
  const { locale, ...settings } = reader
  const today = Math.floor(wallAt(now, reader.timeZone) / DAY)
  const viewer = { ...settings, locale: toFormattingLocale(locale), image: null, theme: 'system' as const }
  return {
    ...{ language, today, t: translator('mail'), notifications: translator('notifications') },
    context: {
      ...{ t: translator('history'), event: translator('event'), repeat: translator('repeat') },
      ...{ palette: translator('palette'), viewer, today },
    },
  }
}
