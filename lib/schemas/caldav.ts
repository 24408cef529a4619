import { z } from 'zod'
import { uuid } from './text'

/** A service with calendars that are reached by CalDAV. */
interface CaldavService {
  /** Its name, which is the same in every language. */
  name: string
  /** The address of its server; null if users have servers of their own. */
  address: string | null
  /** The page on which users create an app password; null if it is on their own server, or if there is none. */
  passwords: string | null
}

/** Services for which Kinday has instructions. */
export const CALDAV_SERVICES = {
  icloud: {
    name: 'iCloud',
    address: 'https://caldav.icloud.com/',
    passwords: 'https://account.apple.com/account/manage',
  },
  nextcloud: { name: 'Nextcloud', address: null, passwords: null },
  fastmail: {
    name: 'Fastmail',
    address: 'https://caldav.fastmail.com/',
    passwords: 'https://app.fastmail.com/settings/security/apps',
  },
  'mailbox-org': {
    name: 'mailbox.org',
    address: 'https://dav.mailbox.org/',
    passwords: 'https://office.mailbox.org/',
  },
  other: { name: 'CalDAV', address: null, passwords: null },
} as const satisfies Record<string, CaldavService>

export type CaldavServiceId = keyof typeof CALDAV_SERVICES

export const CALDAV_SERVICE_IDS = Object.keys(CALDAV_SERVICES) as CaldavServiceId[]

/** Decrypted credentials of a CalDAV account. */
export interface CaldavCredentials {
  address: string
  username: string
  password: string
  /** The collection of its calendars, by which accounts of several servers on one host are told apart. */
  home?: string
}

/** Connects a CalDAV account, as the user has entered it. `connection`: the one that gets a new password. */
export const connectCaldav = z
  .object({
    address: z.string().max(2000),
    username: z.string().max(320),
    password: z.string().max(1000),
    connection: uuid.optional(),
  })
  .strict()

/** Why a CalDAV account was not connected. The interface has a text for each. */
export const CALDAV_PROBLEMS = [
  'wrong-password',
  'forbidden',
  'not-caldav',
  'private-target',
  'bad-certificate',
  'busy',
  'unreachable',
  'unexpected',
  'redirects',
  'other-account',
  'too-many',
] as const

export type CaldavProblem = (typeof CALDAV_PROBLEMS)[number]

export const connectCaldavOutput = z.union([
  z.strictObject({ problem: z.enum(CALDAV_PROBLEMS) }),
  z.strictObject({ connection: uuid }),
])

/**
 * Returns the name of a CalDAV account: its e-mail address or user name, with the host of its server unless the address
 * is of that host's domain, so that accounts of a user at several servers have different names.
 * @param host with its port if that is not the default one: a host can have several servers
 */
export function caldavAccountName(address: string, host: string): string {
  // iCloud distributes its accounts over hosts such as p42-caldav.icloud.com.
  const server = host.replace(/^p\d+-/, '')
  const domain = /@([^@]+)$/.exec(address)?.[1]?.toLowerCase()
  const isOwn = domain !== undefined && (server === domain || server.endsWith(`.${domain}`))
  return isOwn ? address : `${address} (${server})`
}

/** Returns the service of a CalDAV account by its name. */
export function caldavServiceOf(account: string): CaldavServiceId {
  const domain = /[@(]([^@()]+)\)?$/.exec(account)?.[1]?.toLowerCase() ?? ''
  const known = (['icloud', 'fastmail', 'mailbox-org'] as const).find((id) => {
    const own = new URL(CALDAV_SERVICES[id].address).hostname.split('.').slice(-2).join('.')
    return domain === own || domain.endsWith(`.${own}`)
  })
  return known ?? 'other'
}
