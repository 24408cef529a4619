import type { GraphEvent } from '@/lib/connectors/microsoft/event'
import { overlaps } from './representation'
import { type EventStore, Refused, type StoredEvent } from './store'

/** How lists misbehave, as Graph's lists do. */
export interface ListSettings {
  /** Events per page of a list, which may be less than was asked for. */
  pageSize: number
  /** Whether a round of the delta query lists the rows of former rounds again. */
  replays: boolean
  /** The revision after which events are not listed or searched yet, though they are found by their ids; null without delay. */
  listedRevision: number | null
  /** Whether the original start of exceptions is missing. */
  lacksOriginalStarts: boolean
}

interface Page {
  value: GraphEvent[]
  '@odata.nextLink'?: string
  '@odata.deltaLink'?: string
}

/** Lists of rows that are being read, by the tokens of their next pages. */
export class Lists {
  private readonly open = new Map<string, { rows: object[]; end: object }>()
  private next = 0
  /** Rounds that began before this revision have expired. */
  oldestRevision = 0

  constructor(private readonly settings: ListSettings) {}

  /** Returns a page of rows, with a link to the next one. @param end fields of the last page */
  page(rows: object[], url: string, end: object = {}): Page {
    const { pageSize } = this.settings
    const value = rows.slice(0, pageSize) as GraphEvent[]
    if (rows.length <= pageSize) return { value, ...end }
    const token = `t${this.next++}`
    this.open.set(token, { rows: rows.slice(pageSize), end })
    const link = new URL(url)
    link.search = new URLSearchParams({ $skiptoken: token }).toString()
    return { value, '@odata.nextLink': link.href }
  }

  /** Returns the page of a token. The same page can be read again. */
  continued(token: string, url: string): Page {
    const rest = this.open.get(token)
    if (!rest) throw new Refused(400, 'ErrorInvalidParameter')
    return this.page(rest.rows, url, rest.end)
  }

  /** Forgets the pages that were not read. */
  end(): void {
    this.open.clear()
  }

  /**
   * Begins a round of the delta query of a calendar view, or the next one. It lists the events in the window, the occurrences
   * of changed series as stubs, and everything else that changed as `@removed`. It does not list deleted occurrences.
   */
  round(store: EventStore, query: URLSearchParams, url: string): Page {
    const token = query.get('$deltatoken')
    const [start, end, since] = token
      ? token.split('~')
      : [query.get('startDateTime'), query.get('endDateTime'), '']
    if (!start || !end) throw new Refused(400, 'ErrorInvalidParameter')
    if (since && Number(since) < this.oldestRevision) throw new Refused(410, 'SyncStateNotFound')
    const after = since ? Number(since) : -1
    const [from, to] = [Date.parse(start), Date.parse(end)]
    const { listedRevision } = this.settings
    const rows: object[] = listedEvents(store, this.settings).flatMap((stored) => {
      const isChanged = stored.revision > after
      if (!isChanged && !(this.settings.replays && since)) return []
      const master = store.master(stored)
      if (!master.recurrence) {
        const { singleValueExtendedProperties: _, ...row } = master
        return overlaps(master, from, to) ? [row] : isChanged && since ? [removed(stored.id)] : []
      }
      const stubs = store
        .instances(stored, from, to)
        .map((event) => (event.type === 'exception' ? event : stubOf(event)))
      return stubs.length ? [...stubs, master] : isChanged && since ? [removed(stored.id)] : []
    })
    if (since) for (const [id, revision] of store.removed) if (revision > after) rows.push(removed(id))
    const link = new URL(url)
    link.search = new URLSearchParams({
      $deltatoken: `${start}~${end}~${listedRevision ?? store.revision}`,
    }).toString()
    return this.page(rows, url, { '@odata.deltaLink': link.href })
  }
}

/** Returns the events that lists and searches contain. */
export function listedEvents({ events }: EventStore, { listedRevision }: ListSettings): StoredEvent[] {
  return [...events.values()].filter(({ revision }) => listedRevision === null || revision <= listedRevision)
}

function removed(id: string) {
  return { id, '@removed': { reason: 'deleted' } }
}

/** An occurrence without a title, as delta queries list it. */
function stubOf({ id, type, seriesMasterId, start, end, ...event }: GraphEvent): GraphEvent {
  return {
    id: id!,
    type: type!,
    seriesMasterId: seriesMasterId!,
    start: start!,
    end: end!,
    '@odata.etag': event['@odata.etag']!,
  }
}
