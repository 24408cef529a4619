import { createHash } from 'node:crypto'
import { type CalendarStore, etagOf, Refused } from './store'

/**
 * Lists events. A page token contains the revision at which the list began and the last one that was listed, and is
 * only valid with the same parameters. The sync token comes with the last page only.
 * @param limit maximum number of events per page; 0 for an empty page
 */
export function listEvents(store: CalendarStore, query: URLSearchParams, limit: number) {
  const token = query.get('syncToken')
  if (token !== null && !/^\d+$/.test(token)) throw new Refused(400, 'invalid')
  if (token !== null && Number(token) < store.oldestToken) throw new Refused(410, 'fullSyncRequired')
  const uid = query.get('iCalUID')
  const parameters = hashOf(query)
  const pageToken = query.get('pageToken') ?? `${parameters}.${store.revision}.${token ?? 0}`
  const [forParameters, listedAt, after] = pageToken.split('.')
  if (forParameters !== parameters) throw new Refused(400, 'invalid page token')
  const changes = store.changedSince(Number(after)).filter((change) => !uid || change.uid === uid)
  const page = changes.slice(0, Math.min(limit, Number(query.get('maxResults') ?? 250)))
  const items = page.map(({ read }) => read())
  // Deleted instances are listed even where deleted events are not.
  const hasDeleted = token !== null || query.get('showDeleted') === 'true'
  return {
    kind: 'calendar#events',
    timeZone: store.timeZone,
    etag: etagOf(store.revision),
    items: items.filter((event) => hasDeleted || event.status !== 'cancelled' || event.recurringEventId),
    ...(page.length < changes.length
      ? { nextPageToken: `${parameters}.${listedAt}.${page.at(-1)?.revision ?? after}` }
      : { nextSyncToken: listedAt }),
  }
}

function hashOf(query: URLSearchParams): string {
  const kept = new URLSearchParams([...query].filter(([name]) => name !== 'pageToken'))
  kept.sort()
  return createHash('sha256').update(String(kept)).digest('hex').slice(0, 8)
}
