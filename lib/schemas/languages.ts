/** Languages that Kinday speaks: one file each in messages/. */
export const LANGUAGES = ['en'] as const

/** The language that a locale is spoken to in: its own, else English until more is spoken. */
export function languageOf(locale: string): (typeof LANGUAGES)[number] {
  return LANGUAGES.find((known) => locale.startsWith(known)) ?? 'en'
}
