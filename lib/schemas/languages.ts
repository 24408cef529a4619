/** Supported languages, each with a folder in messages/. The first is the fallback. */
export const LANGUAGES = ['en', 'de', 'ar'] as const

export type Language = (typeof LANGUAGES)[number]

/** Names of languages in the language itself. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' }

/** Cookie with the language of a signed-out user; accounts store it in the database. */
export const LANGUAGE_COOKIE = 'language'

const RIGHT_TO_LEFT: readonly Language[] = ['ar']

/** Returns the supported language of a locale, else English. */
export function languageOf(locale: string): Language {
  return LANGUAGES.find((known) => known === locale.split('-', 1)[0]) ?? LANGUAGES[0]
}

/**
 * Returns the locale for formatting dates and numbers. For Arabic, uses Latin digits and the Gregorian calendar in all
 * regions: form fields and the other numbers of the page use them too.
 */
export function toFormattingLocale(locale: string): string {
  return languageOf(locale) === 'ar' ? `${toBaseLocale(locale)}-u-ca-gregory-nu-latn` : locale
}

/** Returns a locale without Unicode extensions. */
export function toBaseLocale(locale: string): string {
  return locale.split('-u-', 1)[0]!
}

/** Returns the text direction of a locale. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(languageOf(locale)) ? 'rtl' : 'ltr'
}
