import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { findAccount } from './discovery'
import type { DavRequests } from './requests'

/** Hosts of iCloud, which distributes its accounts over numbered partitions, and moves them. */
const PARTITION = /^(?:p\d+-)?(caldav\.icloud\.com(?:\.cn)?)$/

/** Returns an address that stays the same when its account moves to another partition. */
export function withoutPartition(address: string): string {
  const url = new URL(address)
  const host = PARTITION.exec(url.hostname)?.[1]
  if (host) url.hostname = host
  return url.href
}

/** Returns the function that returns a calendar with its present address as id. */
export function calendarLocator(requests: DavRequests) {
  let found: Promise<string> | undefined
  return async (calendar: RemoteCalendar, signal: AbortSignal): Promise<RemoteCalendar> => {
    const url = new URL(calendar.id)
    if (!PARTITION.test(url.hostname)) return calendar
    found ??= findAccount(requests, signal).then(({ homes }) => new URL(homes[0]!).host)
    url.host = await found.catch((error) => {
      found = undefined
      throw error
    })
    return { ...calendar, id: url.href }
  }
}
