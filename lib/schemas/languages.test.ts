import { describe, expect, it } from 'vitest'
import { LANGUAGES, toBaseLocale, toFormattingLocale } from './languages'

describe('toFormattingLocale', () => {
  it.each(['en-GB', 'de-CH', 'ar', 'ar-EG', 'ar-SA', 'ar-IR'])(
    'returns a locale for %s with Latin digits and the Gregorian calendar',
    (locale) => {
      const text = new Intl.DateTimeFormat(toFormattingLocale(locale), {
        dateStyle: 'long',
        timeZone: 'UTC',
      }).format(Date.UTC(2026, 10, 21))
      expect(text).toMatch(/2026/)
      expect(text).not.toMatch(/[٠-٩۰-۹]/)
      expect(new Intl.NumberFormat(toFormattingLocale(locale)).format(21)).toBe('21')
      expect(toBaseLocale(toFormattingLocale(locale))).toBe(locale)
    },
  )

  it('keeps other locales unchanged', () => {
    expect(LANGUAGES.filter((language) => toFormattingLocale(language) !== language)).toEqual(['ar'])
  })
})
