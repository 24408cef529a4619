import type { Zone } from '@/lib/calendar/zones/zone'
import type { IcalNote } from './notes'
import type { FileZones } from './zones'

/** Context for parsing times. */
export interface TimeContext {
  zones: FileZones
  /** Zone of the importing user. */
  userZone: Zone
  report: (note: IcalNote) => void
  /** Number of RANGE=THISANDFUTURE changes still allowed, since each takes time. */
  splits: { remaining: number }
}
