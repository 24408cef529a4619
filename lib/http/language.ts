import { LANGUAGES, type Language } from '@/lib/schemas/languages'

/**
 * What to speak to somebody signed out: the language chosen on our pages, else the best that their browser asks for
 * (Accept-Language, RFC 9110 §12.5.4). With the country that the browser names, which says how dates are written.
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
    const spoken = LANGUAGES.find((known) => known === language)
    if (spoken) return spoken
  }
  return LANGUAGES[0]
}

/** One range of the header: a language, perhaps a script and a country, and how much it is wanted. */
const RANGE =
  /^(\*|[a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?$/i

/** What the header asks for, most wanted first. What cannot be read in it is passed over. */
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
