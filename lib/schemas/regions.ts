import { languageOf, toBaseLocale } from './languages'

/** Countries and inhabited territories (ISO 3166-1 alpha-2). */
export const REGIONS =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  )

/** Returns the region whose date format a locale uses: its own, or the likeliest of its language. */
export function regionOf(locale: string): string {
  return new Intl.Locale(toBaseLocale(locale)).maximize().region ?? 'US'
}

/** Returns a locale with a language's texts and a region's formats: `en-DE` formats dates as 21/11/2026. */
export function localeFor(language: string, region: string): string {
  return `${languageOf(language)}-${region}`
}

/**
 * Returns the user's likely region. English browsers send `en-US` by default, so the time zone decides outside the
 * United States; any other region was chosen by the user.
 *
 * @param tags BCP 47 tags, preferred first, as in `navigator.languages`
 */
export function likelyRegion(tags: readonly string[], timeZone: string): string | undefined {
  const regions = regionsIn(tags)
  const inZone = (region: string) => zonesOf(region).includes(timeZone)
  if (inZone('US') && regions[0] === 'US') return 'US'
  return regions.find((region) => region !== 'US') ?? REGIONS.find(inZone) ?? regions[0]
}

function regionsIn(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-([A-Z]{2})\b/.exec(tag)?.[1] ?? [])
}

/**
 * Returns the zones of a region. Engines implement this as a method, in older versions as a property, or not at all.
 */
function zonesOf(region: string): readonly string[] {
  const locale = new Intl.Locale(`und-${region}`) as Intl.Locale & {
    getTimeZones?: () => string[]
    timeZones?: string[]
  }
  return locale.getTimeZones?.() ?? locale.timeZones ?? []
}
