import { ConnectorError, type ConnectorProblem } from '../connector'
import { resolveHref } from './multistatus'
import { type CaldavAccess, type DavRequests, davRequests } from './requests'
import { isSameSite } from './same-site'
import type { XmlElement } from './xml'

/** Addresses of an account. */
export interface DavAccount {
  /** The collections that contain calendars; a calendar itself if the server names no such collection. */
  homes: string[]
  /** Null if the server has no principals. */
  principal: string | null
  /** The calendar user addresses of the account, in lower case, without `mailto:`. */
  emails: string[]
}

/** Servers of providers by domain, if the domain itself does not lead to the server. */
const SERVERS: Record<string, string> = {
  'icloud.com': 'caldav.icloud.com',
  'me.com': 'caldav.icloud.com',
  'mac.com': 'caldav.icloud.com',
  'fastmail.com': 'caldav.fastmail.com',
  'mailbox.org': 'dav.mailbox.org',
}

const PROPERTIES = [
  'd:current-user-principal',
  'd:principal-URL',
  'd:resourcetype',
  'c:calendar-home-set',
  'c:calendar-user-address-set',
]

/**
 * Finds the calendars of an account by a domain or an address (RFC 6764 §5, §6).
 * @returns `home`: the collection of its calendars; `account`: the address of the account, or its user name
 * @throws ConnectorError `sign-in-needed` for a wrong password, `not-found` if there is no CalDAV server
 */
export async function discover(
  access: CaldavAccess,
  signal: AbortSignal,
): Promise<{ home: string; principal: string; account: string }> {
  const { homes, principal, emails } = await findAccount(davRequests(access), signal)
  const home = homes[0]!
  return { home, principal: principal ?? home, account: emails[0] ?? access.username }
}

/** Finds an account. @throws ConnectorError */
export async function findAccount(requests: DavRequests, signal: AbortSignal): Promise<DavAccount> {
  let first: ConnectorError | undefined
  for (const address of candidates(requests.access.address)) {
    try {
      const account = await accountAt(requests, address, signal)
      if (account) return account
    } catch (error) {
      if (!(error instanceof ConnectorError) || DECISIVE.has(error.problem)) throw error
      first ??= error
    }
  }
  if (first && REPORTED.has(first.problem)) throw first
  throw new ConnectorError('not-found', first?.message ?? 'no calendars')
}

/** Problems that are more specific than finding no calendars. */
const REPORTED: ReadonlySet<ConnectorProblem> = new Set(['unreachable', 'forbidden', 'too-large'])

/** Problems that remain at every address of a server. */
const DECISIVE: ReadonlySet<ConnectorProblem> = new Set([
  'sign-in-needed',
  'rate-limited',
  'private-target',
  'bad-certificate',
])

/** Returns the addresses at which the account can be found. */
function candidates(address: string): string[] {
  const text = address.trim().replace(/^(caldav|dav|webcal)(s?):\/\//i, 'http$2://')
  const host = text.includes('@') && !/[/:]/.test(text) ? text.split('@').at(-1)! : text
  const server = SERVERS[host.toLowerCase()] ?? host
  const url = /^https?:\/\//i.test(server) ? server : `https://${server}`
  if (!URL.canParse(url)) throw new ConnectorError('refused', 'invalid address')
  const { pathname, href, origin } = new URL(url)
  const roots = [`${origin}/.well-known/caldav`, `${origin}/`]
  return pathname === '/' ? roots : [href, ...roots]
}

async function accountAt(
  requests: DavRequests,
  address: string,
  signal: AbortSignal,
): Promise<DavAccount | null> {
  const found = await propertiesAt(requests, address, signal)
  const own = accountOf(found)
  if (own) return own
  const href = hrefsOf(found.properties.get('d:current-user-principal'))[0]
  const principal = href && toAddress(href, found.url)
  const account = principal && accountOf(await propertiesAt(requests, principal, signal), principal)
  if (account) return account
  // A server without principals, such as one that shares a single calendar.
  const type = found.properties.get('d:resourcetype')
  const isCalendar = type?.children.some(({ name }) => name === 'c:calendar')
  return isCalendar ? { homes: [found.url], principal: principal ?? null, emails: [] } : null
}

interface Found {
  url: string
  properties: ReadonlyMap<string, XmlElement>
}

async function propertiesAt(requests: DavRequests, address: string, signal: AbortSignal): Promise<Found> {
  const { rows, url } = await requests.propfind(address, 0, PROPERTIES, signal)
  const properties = new Map(rows.flatMap((row) => (row.status < 300 ? [...row.properties] : [])))
  return { url, properties }
}

function accountOf({ url, properties }: Found, principal = url): DavAccount | null {
  const homes = hrefsOf(properties.get('c:calendar-home-set')).map((href) => toAddress(href, url))
  if (!homes.length) return null
  const addresses = hrefsOf(properties.get('c:calendar-user-address-set'))
  const emails = addresses.flatMap((href) => /^mailto:(.+)$/i.exec(href)?.[1]?.toLowerCase() ?? [])
  return { homes, principal, emails }
}

function hrefsOf(element: XmlElement | undefined): string[] {
  return (element?.children ?? [])
    .filter(({ name }) => name === 'd:href')
    .flatMap(({ text }) => text.trim() || [])
}

/** Returns an absolute address. Its host is that of `base`, unless `href` names another host of the same provider. */
function toAddress(href: string, base: string): string {
  if (!URL.canParse(href, base)) return base
  const [url, from] = [new URL(href, base), new URL(base)]
  const isOther = url.protocol !== from.protocol || !isSameSite(url.hostname, from.hostname)
  return isOther ? resolveHref(href, base) : url.href
}
