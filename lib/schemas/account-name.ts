import { languageOf } from './languages'
import type { ConnectionHealth } from './sync-health'

/** Returns what users call a connection: an address or a host, and of public holidays the country instead of its code. */
export function accountName(
  { kind, account }: Pick<ConnectionHealth, 'kind' | 'account'>,
  locale: string,
): string {
  if (kind !== 'holidays') return account
  // The code of a part of the country follows: `DE-BY`. The calendar has the name of the part.
  const country = account.slice(0, 2)
  return new Intl.DisplayNames([languageOf(locale)], { type: 'region' }).of(country) ?? country
}

/** Whether a connection has one calendar: disconnecting it removes the connection. */
export function isFeed({ kind }: Pick<ConnectionHealth, 'kind'>): boolean {
  return kind === 'ics' || kind === 'holidays' || kind === 'birthdays'
}
