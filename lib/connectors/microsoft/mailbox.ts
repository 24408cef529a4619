import { isZone, type Zone } from '@/lib/calendar/zones/zone'
import { ConnectorError } from '../connector'
import { type Categories, toCategories } from './colors'
import type { MicrosoftRequests } from './requests'
import { zoneOfName } from './zones'

/** Properties of a mailbox on which the events of its calendars depend. Each is read once per connector. */
export interface Mailbox {
  /** Returns the zone of the account; null if it may not be read. */
  zone(signal: AbortSignal): Promise<Zone | null>
  /** Returns the categories of the account; none if they may not be read. */
  categories(signal: AbortSignal): Promise<Categories>
  /** Returns the address of the mailbox that contains a calendar, in lower case; null if Graph does not tell. */
  ownerOf(calendarId: string, signal: AbortSignal): Promise<string | null>
}

export function mailboxOf({ call }: MicrosoftRequests): Mailbox {
  const owners = new Map<string, Promise<string | null>>()
  let zone: Promise<Zone | null> | undefined
  let categories: Promise<Categories> | undefined
  return {
    zone(signal) {
      zone ??= forgetIfRejected(
        nullIfRefused(call<{ timeZone?: string }>('me/mailboxSettings?$select=timeZone', signal)).then(
          (settings) => {
            const found = zoneOfName(settings?.timeZone)
            return found && isZone(found) ? found : null
          },
        ),
        () => (zone = undefined),
      )
      return zone
    },
    categories(signal) {
      categories ??= forgetIfRejected(
        nullIfRefused(call<{ value?: [] }>('me/outlook/masterCategories', signal)).then((list) =>
          toCategories(Array.isArray(list?.value) ? list.value : []),
        ),
        () => (categories = undefined),
      )
      return categories
    },
    ownerOf(calendarId, signal) {
      const path = `me/calendars/${encodeURIComponent(calendarId)}?$select=owner`
      const known = owners.get(calendarId)
      if (known) return known
      const owner = forgetIfRejected(
        call<{ owner?: { address?: string } }>(path, signal).then(
          (calendar) => calendar.owner?.address?.toLowerCase() ?? null,
        ),
        () => owners.delete(calendarId),
      )
      owners.set(calendarId, owner)
      return owner
    },
  }
}

/** Calls `forget` if the value cannot be read, so that it is requested again. */
function forgetIfRejected<T>(value: Promise<T>, forget: () => void): Promise<T> {
  return value.catch((error) => {
    forget()
    throw error
  })
}

/** Returns null for a value that the account may not read, because of an older consent, or that the mailbox lacks. */
function nullIfRefused<T>(value: Promise<T>): Promise<T | null> {
  return value.catch((error) => {
    if (error instanceof ConnectorError && ['forbidden', 'gone', 'refused'].includes(error.problem))
      return null
    throw error
  })
}
