import type { Zone } from '@/lib/calendar/zones/zone'
import type { RemoteAccess } from '../sync-choices'

/** A calendar of an account at a provider. */
export interface RemoteCalendar {
  id: string
  name: string
  zone: Zone | null
  /** A name of the palette; null if the provider has no color. */
  color: string | null
  access: RemoteAccess
  isPrimary: boolean
  /** Whether it belongs to the account. Undefined if the provider does not tell. */
  isOwned?: boolean
  /**
   * The e-mail addresses of the account in invitations, in lower case. Undefined if only the account's own is known.
   */
  addresses?: string[]
}

/** The state of an object in the provider's own form, as a link stores it. */
export type RemoteState = Record<string, unknown>
