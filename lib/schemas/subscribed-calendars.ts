import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import { SYNC_INTERVALS } from './choices'
import { count } from './outputs'
import { line, uuid } from './text'

const MAX_ADDRESS_LENGTH = 2000

/** The address of a feed as the user has entered it. */
export const checkFeed = z.object({ address: z.string().max(MAX_ADDRESS_LENGTH) }).strict()

/** Why a feed cannot be subscribed to. The interface has a text for each. */
export const FEED_PROBLEMS = [
  'bad-address',
  'not-found',
  'forbidden',
  'not-a-calendar',
  'incomplete',
  'too-large',
  'private-target',
  'bad-certificate',
  'busy',
  'unreachable',
] as const

export type FeedProblem = (typeof FEED_PROBLEMS)[number]

export const checkFeedOutput = z.union([
  z.strictObject({ problem: z.enum(FEED_PROBLEMS) }),
  z.strictObject({
    /** The address that responds, with its scheme. */
    address: z.string(),
    name: z.string(),
    color: z.enum(PALETTE).nullable(),
    events: count,
  }),
])

export type CheckedFeed = Extract<z.output<typeof checkFeedOutput>, { name: string }>

/** The calendar that a subscription creates, of the user or of a group that the user manages. */
const target = { name: line(100, 1), color: z.enum(PALETTE).optional(), group: uuid.optional() }

export const subscribeFeed = z
  .object({
    address: z
      .string()
      .max(MAX_ADDRESS_LENGTH)
      .refine((text) => feedAddressesOf(text)[0] === text),
    intervalMinutes: z.literal([...SYNC_INTERVALS]),
    ...target,
  })
  .strict()

/** A country (ISO 3166-1) and, if its holidays differ by region, one of its regions. */
export const subscribeHolidays = z
  .object({
    country: z.string().regex(/^[A-Z]{2}$/),
    region: z
      .string()
      .regex(/^[\w-]{1,20}$/)
      .nullable(),
    ...target,
  })
  .strict()

/** The birthdays of a group. Their calendar belongs to the user or to that group. */
export const subscribeBirthdays = z
  .object({ of: uuid, ...target })
  .strict()
  .refine(({ of, group }) => group === undefined || group === of, { path: ['group'], error: 'invalid' })

const choice = z.strictObject({ code: z.string(), name: z.string() })

/** Countries whose holidays are known, and the regions of one of them. */
export const holidayChoicesOutput = z.strictObject({
  countries: z.array(choice),
  /** The country of `regions`: the requested one, or that of the user's locale. */
  country: z.string(),
  regions: z.array(choice),
})

export type HolidayChoices = z.output<typeof holidayChoicesOutput>

/**
 * Returns the addresses that the entered text can stand for, in the order in which they are tried; empty if it is no
 * address. `webcal:` and a missing scheme stand for HTTPS or, if that is not offered, HTTP.
 */
export function feedAddressesOf(text: string): string[] {
  const trimmed = text.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase()
  if (scheme === 'http' || scheme === 'https') return [trimmed].filter(isAddress)
  if (scheme !== undefined && scheme !== 'webcal' && scheme !== 'webcals') return []
  const rest = scheme ? trimmed.slice(scheme.length + '://'.length) : trimmed
  // A word without a scheme, dot or colon is not a host.
  if (!scheme && !/^[^/?#\s]+[.:]/.test(rest)) return []
  return (scheme === 'webcals' ? ['https'] : ['https', 'http'])
    .map((other) => `${other}://${rest}`)
    .filter(isAddress)
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && !/\s/.test(text)
}
