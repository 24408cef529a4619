import type { useTranslations } from 'next-intl'
import type { ZonedDateFormat } from '@/lib/event-text/when-text'
import type { GuestPage } from '@/lib/schemas/guest-page'

/** Translator of the namespace `guest`. */
export type GuestTranslator = ReturnType<typeof useTranslations<'guest'>>

/** Props that the parts of a guest's page have in common. */
export interface GuestProps {
  page: GuestPage
  /** Path of the page. */
  path: string
  /** Prefix of the paths that the page's forms are sent to. */
  formPath: string
  format: ZonedDateFormat
  /** The current day number; dates in the same year omit the year. */
  today: number
  t: GuestTranslator
}
