import type { DateParser } from '@/lib/calendar/typed-event'

/** Each parser is a script of its own. */
const PARSERS: Record<string, () => Promise<{ casual: DateParser }>> = {
  ar: () => import('chrono-node/ar'),
  de: () => import('chrono-node/de'),
  en: () => import('chrono-node/en'),
  es: () => import('chrono-node/es'),
  fi: () => import('chrono-node/fi'),
  fr: () => import('chrono-node/fr'),
  id: () => import('chrono-node/id'),
  it: () => import('chrono-node/it'),
  ja: () => import('chrono-node/ja'),
  nl: () => import('chrono-node/nl'),
  pt: () => import('chrono-node/pt'),
  ru: () => import('chrono-node/ru'),
  sv: () => import('./date-parsers-swedish'),
  uk: () => import('chrono-node/uk'),
  vi: () => import('chrono-node/vi'),
  zh: () => import('chrono-node/zh'),
}

/** Languages in which typed dates are understood. */
export const PARSED_LANGUAGES = Object.keys(PARSERS)

/** English-speaking regions that write the month before the day. */
const MONTH_FIRST = /^en(?:-(?:US|CA|PH))?$/

/** The loaded parsers by locale. */
const loadedParsers = new Map<string, DateParser>()

/** Returns the parser of typed dates for a locale; undefined unless {@link loadDateParser} has loaded it. */
export function loadedDateParser(locale: string): DateParser | undefined {
  return loadedParsers.get(locale)
}

/** Loads the parser of typed dates for a locale: the English one for languages without a parser. */
export async function loadDateParser(locale: string): Promise<DateParser> {
  const parser = loadedParsers.get(locale) ?? (await importParser(locale))
  loadedParsers.set(locale, parser)
  return parser
}

async function importParser(locale: string): Promise<DateParser> {
  const language = locale.slice(0, 2).toLowerCase()
  if (language in PARSERS && language !== 'en') return (await PARSERS[language]!()).casual
  const { casual, Chrono, configuration } = await import('chrono-node/en')
  if (MONTH_FIRST.test(locale) || language !== 'en') return casual
  return new Chrono(configuration.createCasualConfiguration(true))
}
