import type { useTranslations } from 'next-intl'
import type { WhenStyle } from '@/lib/event-text/when-text'
import type { GuestPage } from '@/lib/schemas/guest-page'

/** Translator of the namespace `guest`. */
export type GuestTranslator = ReturnType<typeof useTranslations<'guest'>>

/** Props that the parts of a guest's page have in common. */
export interface GuestProps {
  page: GuestPage
  /** Path of the page. */
  path: string
  /** Path below which the page's forms are sent. */
  formPath: string
  style: WhenStyle
  /** The current day, as a day number: dates of its year omit the year. */
  today: number
  t: GuestTranslator
}
