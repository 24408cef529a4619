import { recordAttempt } from '@/lib/access/attempts'
import { PALETTE } from '@/lib/calendar/palette'
import { ConnectorError, type ConnectorProblem } from '@/lib/connectors/connector'
import { holidayCountries, holidayRegions } from '@/lib/connectors/holidays/places'
import { type LoadedIcs, loadIcs } from '@/lib/connectors/ics/load-ics'
import { AppError } from '@/lib/errors'
import { languageOf } from '@/lib/schemas/languages'
import { parseInput } from '@/lib/schemas/parse-input'
import { regionOf } from '@/lib/schemas/regions'
import {
  type CheckedFeed,
  checkFeed,
  type FeedProblem,
  feedAddressesOf,
  type HolidayChoices,
} from '@/lib/schemas/subscribed-calendars'
import { currentUser } from './actor'

/** Maximum number of addresses that a user can have checked, so that the server is no tool for scanning others. */
const MAX_CHECKS = 40
const MAX_CHECKS_MINUTES = 15

/** Reads the feed at the address that the user has entered. */
export async function checkFeedAddress(
  raw: unknown,
  signal: AbortSignal,
): Promise<CheckedFeed | { problem: FeedProblem }> {
  const user = await currentUser()
  if (!user) throw new AppError('SIGNED_OUT')
  const { address } = parseInput(checkFeed, raw)
  const addresses = feedAddressesOf(address)
  if (!addresses.length) return { problem: 'bad-address' }
  await recordAttempt([{ by: `feed-check:${user.id}`, max: MAX_CHECKS, minutes: MAX_CHECKS_MINUTES }])
  for (const [index, url] of addresses.entries()) {
    try {
      const { calendar, eventCount } = (await loadIcs(
        { url, zone: user.timeZone },
        null,
        signal,
      )) as LoadedIcs
      const color = PALETTE.find((name) => name === calendar.color) ?? null
      return { address: url, name: calendar.name.trim().slice(0, 100), color, events: eventCount }
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      const isLast = index === addresses.length - 1
      // Without HTTPS, HTTP is tried. A server with another problem has responded.
      if (isLast || error.problem !== 'unreachable')
        return { problem: PROBLEMS[error.problem] ?? 'unreachable' }
    }
  }
  return { problem: 'unreachable' }
}

const PROBLEMS: Partial<Record<ConnectorProblem, FeedProblem>> = {
  'not-found': 'not-found',
  gone: 'not-found',
  forbidden: 'forbidden',
  'not-a-calendar': 'not-a-calendar',
  incomplete: 'incomplete',
  'too-large': 'too-large',
  'private-target': 'private-target',
  'bad-certificate': 'bad-certificate',
  'rate-limited': 'busy',
}

/** Lists countries in the user's language, with the regions of the requested one, else of that of the user's locale. */
export async function holidayChoices(requested: string | null): Promise<HolidayChoices> {
  const user = await currentUser()
  if (!user) throw new AppError('SIGNED_OUT')
  const language = languageOf(user.locale)
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const codes = await holidayCountries()
  const [country] = [requested, regionOf(user.locale), 'US'].filter((code) => code && codes.includes(code))
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, language)
  return {
    countries: codes.map((code) => ({ code, name: names.of(code) ?? code })).sort(byName),
    country: country!,
    regions: (await holidayRegions(country!, language)).sort(byName),
  }
}
