import type Holidays from 'date-holidays'

/** A place with public holidays. */
export interface HolidayPlace {
  /** ISO 3166-1 code. */
  country: string
  /** A state (`BY`), or a part of a state (`BY-A`); null for the holidays of the whole country. */
  region: string | null
}

/** Returns the codes of the countries whose holidays are known. */
export async function holidayCountries(): Promise<string[]> {
  return Object.keys((await openHolidays(null)).getCountries())
}

/** Returns the parts of a country that have holidays of their own, with their names in a language if it is known. */
export async function holidayRegions(
  country: string,
  language: string,
): Promise<{ code: string; name: string }[]> {
  const holidays = await openHolidays(null)
  // For an unknown country, the package returns undefined.
  const states = Object.entries(holidays.getStates(country, language) ?? {})
  return states.flatMap(([state, name]) => {
    const parts = Object.entries(holidays.getRegions(country, state, language) ?? {})
    return [
      { code: state, name },
      ...parts.map(([part, partName]) => ({ code: `${state}-${part}`, name: `${name}: ${partName}` })),
    ]
  })
}

/** Returns whether the holidays of a place are known. */
export async function isHolidayPlace({ country, region }: HolidayPlace): Promise<boolean> {
  if (!(await holidayCountries()).includes(country)) return false
  return region === null || (await holidayRegions(country, 'en')).some(({ code }) => code === region)
}

/**
 * Opens the holidays of a place, with names in a language and, where these are missing, in English. The package is
 * loaded at the first use, since it takes 20 MB of memory.
 */
export async function openHolidays(place: HolidayPlace | null, language = 'en'): Promise<Holidays> {
  const { default: Package } = await import('date-holidays')
  const options = { languages: [language, 'en'], types: ['public' as const] }
  if (!place) return new Package(options)
  const [state, part] = place.region?.split(/-(.*)/) ?? []
  if (part) return new Package(place.country, state!, part, options)
  return state ? new Package(place.country, state, options) : new Package(place.country, options)
}
