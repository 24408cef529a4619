import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteState } from '@/lib/calendar/server/remote'
import { type Connector, ConnectorError, type RemoteChange } from './connector'
import { hashId } from './hash-id'

/** An object that cannot be written: its state is its content. */
export interface ReadOnlyObject {
  uid: string
  content: CalendarObject
}

/** Creates a connector of calendars that can only be read, and only as a whole. */
export function readOnlyConnector(source: Pick<Connector, 'listCalendars' | 'pull'>): Connector {
  const refuse = async () => {
    throw new ConnectorError('forbidden', 'read-only')
  }
  return {
    ...source,
    capabilities: { writes: false, watches: false },
    async read(calendar, id, signal) {
      for await (const { changes } of source.pull(calendar, null, signal)) {
        const found = changes.find((change) => change.id === id)
        if (found) return found.raw as RemoteState
      }
      return null
    },
    mergeState: (_, { raw }) => raw as RemoteState,
    toObject(_, state) {
      const { uid, content } = state as RemoteState & ReadOnlyObject
      return { uid, content, readOnly: null, alarms: null }
    },
    project: (_, content) => content,
    write: refuse,
    remove: refuse,
    watch: refuse,
    unwatch: refuse,
    idFor: hashId,
  }
}

/** Returns the change that reports an object with its content. */
export function changeOf(
  id: string,
  { uid, content }: ReadOnlyObject,
  fingerprint: string | null,
): RemoteChange {
  return { id, raw: { uid, content } satisfies ReadOnlyObject, fingerprint }
}
