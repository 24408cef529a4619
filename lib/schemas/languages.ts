/** Languages that Kinday speaks: one folder each in messages/. The first is spoken to who speaks none of them. */
export const LANGUAGES = ['en', 'de', 'ar'] as const

export type Language = (typeof LANGUAGES)[number]

/** Each in its own words, so that whoever speaks it finds it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' }

/** A signed-out person's choice. Who has an account keeps it there. */
export const LANGUAGE_COOKIE = 'language'

const RIGHT_TO_LEFT: readonly Language[] = ['ar']

/** The language that a locale is spoken to in: its own, else English. */
export function languageOf(locale: string): Language {
  return LANGUAGES.find((known) => known === locale.split('-', 1)[0]) ?? LANGUAGES[0]
}

/**
 * How dates and numbers are written for a locale. Some countries' Arabic has digits of its own, and a calendar: what people
 * type and what we count ourselves has neither, and one page keeps to one kind.
 */
export function toFormattingLocale(locale: string): string {
  return languageOf(locale) === 'ar' ? `${toBaseLocale(locale)}-u-ca-gregory-nu-latn` : locale
}

/** The locale as people have it, without how it is written. */
export function toBaseLocale(locale: string): string {
  return locale.split('-u-', 1)[0]!
}

/** Which way a locale's language is read. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(languageOf(locale)) ? 'rtl' : 'ltr'
}
