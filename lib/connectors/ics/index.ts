import type { IcsEvent } from '@/lib/files/ics-events'
import type { ChangePage, Connector } from '../connector'
import { changeOf, readOnlyConnector } from '../read-only'
import { type IcsAccess, type IcsVersion, type LoadedIcs, loadIcs } from './load-ics'

/**
 * Creates the connector of a feed: an address that returns a whole calendar in iCalendar format. The cursor is the
 * version that was read last; a feed that differs from it is listed as a whole.
 */
export function icsConnector(access: IcsAccess): Connector {
  return readOnlyConnector({
    async listCalendars(signal) {
      const { calendar } = (await loadIcs(access, null, signal)) as LoadedIcs
      return [calendar]
    },

    async *pull(_, cursor, signal) {
      const known = cursor === null ? null : (JSON.parse(cursor) as IcsVersion)
      const loaded = await loadIcs(access, known, signal)
      if ('pages' in loaded) yield* pagesOf(loaded)
      else yield { changes: [], cursor: JSON.stringify(loaded), isWhole: false }
    },
  })
}

function* pagesOf({ pages, version }: LoadedIcs): Generator<ChangePage> {
  const cursor = JSON.stringify(version)
  if (!pages.length) yield { changes: [], cursor, isWhole: true }
  for (const [index, page] of pages.entries()) {
    const changes = (JSON.parse(page) as IcsEvent[]).map(({ id, uid, fingerprint, content }) =>
      changeOf(id, { uid, content }, fingerprint),
    )
    yield { changes, cursor: index === pages.length - 1 ? cursor : null, isWhole: true }
  }
}
