import { languageOf } from './languages'
import type { ConnectionHealth } from './sync-health'

/** Returns the name of a connection for display: an address, a host or a group, or the country of public holidays. */
export function accountName(
  { kind, account }: Pick<ConnectionHealth, 'kind' | 'account'>,
  locale: string,
): string {
  if (kind !== 'holidays') return account
  // The code of a region may follow: `DE-BY`. The calendar has the name of the region.
  const country = account.slice(0, 2)
  return new Intl.DisplayNames([languageOf(locale)], { type: 'region' }).of(country) ?? country
}

/** Kinds of connections that consist of a single calendar. */
export const FEED_KINDS: readonly ConnectionHealth['kind'][] = ['ics', 'holidays', 'birthdays']

/** Whether a connection consists of a single calendar, so that disconnecting this calendar removes the connection. */
export function isFeed({ kind }: Pick<ConnectionHealth, 'kind'>): boolean {
  return FEED_KINDS.includes(kind)
}
