import { LANGUAGES, type Language } from '@/lib/schemas/languages'

/**
 * Returns the language for a signed-out visitor: the one chosen on our pages, else the best match of the browser's
 * Accept-Language (RFC 9110 §12.5.4), with the browser's country, which decides the date format.
 */
export function negotiateLanguage(header: string, chosen?: string): string {
  const wanted = ranges(header)
  const language = LANGUAGES.find((known) => known === chosen) ?? bestOf(wanted)
  const country = wanted.find((range) => range.language === language && range.country)?.country
  return country ? `${language}-${country}` : language
}

interface Range {
  language: string
  country?: string
  q: number
}

function bestOf(wanted: readonly Range[]): Language {
  for (const { language } of wanted) {
    if (language === '*') break
    const supported = LANGUAGES.find((known) => known === language)
    if (supported) return supported
  }
  return LANGUAGES[0]
}

/** A language range of the header: language, optional script and country, and weight. */
const RANGE =
  /^(\*|[a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?$/i

/** Returns the ranges of the header by weight, and ignores what it cannot parse. */
function ranges(header: string): Range[] {
  return header
    .slice(0, 1000)
    .split(',')
    .map((text) => RANGE.exec(text.trim()))
    .filter((match) => match !== null)
    .map(([, language = '', country, q = '1']) => ({
      language: language.toLowerCase(),
      country: country?.toUpperCase(),
      q: Number(q),
    }))
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
}
