import { type Content, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import type { RemoteCalendar, RemoteState } from '@/lib/calendar/server/remote'
import type { IncomingObject } from '@/lib/commands/effects/link-plan'
import type { Connector, RemoteObject } from '@/lib/connectors/connector'
import { recordFault } from '@/lib/faults/record-fault'
import { importedEvent } from '@/lib/schemas/imported-event'
import { toStorable } from '@/lib/schemas/to-storable'
import { type OwnAccount, withOwnAddress, withOwnUser } from './own-account'
import { isOversized, toStorableState } from './stored-size'

/** Converts objects of a remote calendar to valid events of Kinday, in which the account's addresses are the user. */
export interface RemoteReader {
  read(id: string, state: RemoteState, fingerprint: string | null): IncomingObject
  /** Returns what remains of an event once the provider has stored it; null if it cannot store it. */
  project(content: Content): Content | null
}

const UNREADABLE: RemoteObject = { uid: '', content: null, readOnly: null, alarms: null }

export function remoteReader(
  connector: Connector,
  calendar: RemoteCalendar,
  account: OwnAccount,
): RemoteReader {
  return {
    read(remoteId, whole, fingerprint) {
      const state = toStorableState(whole)
      const found = toObject(connector, calendar, state)
      const { uid, content, readOnly, alarms, occurrenceAlarms, isPart } = found ?? UNREADABLE
      const own = { alarms, occurrenceAlarms: occurrenceAlarms ?? null }
      const object = { remoteId, fingerprint, state, uid, readOnly, ...own, isPart: isPart ?? false }
      if (isOversized(state)) return { ...object, content: null, isDeleted: false, skipped: 'too-large' }
      if (!found) return { ...object, content: null, isDeleted: false, skipped: 'invalid' }
      if (!content) return { ...object, content: null, isDeleted: true, skipped: null }
      const checked = importedEvent.safeParse({ uid, sequence: 0, content })
      if (!checked.success) return { ...object, content: null, isDeleted: false, skipped: 'invalid' }
      const valid = normalizeContent(withOwnUser(checked.data.content, account))
      return { ...object, uid: checked.data.uid, content: valid, isDeleted: false, skipped: null }
    },
    project(content) {
      const projected = connector.project(calendar, withOwnAddress(content, account, null))
      return projected && normalizeContent(withOwnUser(projected, account))
    },
  }
}

/** Maximum size of the id of a remote object in bytes. An index of the database contains it. */
const MAX_ID_BYTES = 2000

/** Whether the id of a remote object can be stored. */
export function isStorableId(id: unknown): id is string {
  return typeof id === 'string' && Buffer.byteLength(id) <= MAX_ID_BYTES && toStorable(id) === id
}

/** Converts an object; null if its format is not the provider's, so that one broken object does not stop the sync. */
export function toObject(
  connector: Connector,
  calendar: RemoteCalendar,
  state: RemoteState,
): RemoteObject | null {
  if (isOversized(state)) return null
  try {
    return connector.toObject(calendar, state)
  } catch (error) {
    recordFault('sync', error)
    return null
  }
}

/** Returns the incoming object for a remote object that the provider lists but fails to return. */
export function unreadableObject(remoteId: string): IncomingObject {
  return { ...missingObject(remoteId), isDeleted: false, skipped: 'unreadable' }
}

/** Returns the incoming object for a remote object that a full read did not find: a deletion. */
export function missingObject(remoteId: string): IncomingObject {
  return {
    ...{ remoteId, fingerprint: null, state: null, uid: '', content: null, isDeleted: true },
    ...{ skipped: null, readOnly: null, alarms: null, occurrenceAlarms: null },
  }
}
