import { isZone, type Zone } from '@/lib/calendar/zones/zone'
import { ConnectorError } from '../connector'
import { type Categories, toCategories } from './colors'
import type { MicrosoftRequests } from './requests'
import { zoneOfName } from './zones'

/** What the events of a calendar depend on in its mailbox. Each is read once per connector. */
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
      zone ??= keep(
        optional(call<{ timeZone?: string }>('me/mailboxSettings?$select=timeZone', signal)).then(
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
      categories ??= keep(
        optional(call<{ value?: [] }>('me/outlook/masterCategories', signal)).then((list) =>
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
      const owner = keep(
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

/** Forgets a value that could not be read, so that it is requested again. */
function keep<T>(value: Promise<T>, forget: () => void): Promise<T> {
  return value.catch((error) => {
    forget()
    throw error
  })
}

/** Returns null for what the account may not read: consents from before it was asked for, and mailboxes without it. */
function optional<T>(value: Promise<T>): Promise<T | null> {
  return value.catch((error) => {
    if (error instanceof ConnectorError && ['forbidden', 'gone', 'refused'].includes(error.problem))
      return null
    throw error
  })
}
