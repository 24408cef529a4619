import { MINUTE } from '@/lib/calendar/day'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { type ChangePage, ConnectorError, type RemoteChange } from '../connector'
import { graphCalendarPath, type MicrosoftAccount } from './account'
import { type Cursor, isNearEnd, parseCursor, windowAt } from './cursor'
import type { GraphEvent } from './event'
import { WITH_PROPERTIES } from './own-fields'
import { pagesOf } from './pages'
import { completeEvent, isInCalendar, type ReadEvent, readEvent } from './reading'
import { missingState } from './state'
import { Unreadable } from './unreadable'

const PAGE_SIZE = 100

/** Maximum number of events that are read one by one. More of them are read faster with all others, by the page. */
const MAX_READ_SINGLY = 2000

/** Overlap of the queries by time of modification, which Graph sets before an event can be listed. */
const OVERLAP_MS = 30 * MINUTE

/** A row of a list that names an event or occurrence that may have changed. */
interface Row extends Pick<GraphEvent, 'id' | 'seriesMasterId' | 'lastModifiedDateTime' | '@odata.etag'> {
  '@removed'?: unknown
}

/**
 * Reads the changes of a calendar.
 * @throws ConnectorError `cursor-expired`
 */
export function pull(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
  return cursor === null
    ? pullAll(account, calendar, signal)
    : pullSince(account, calendar, parseCursor(cursor), signal)
}

/**
 * Lists all events and series, of any time. The round of the delta query is opened before, so that it reports the changes
 * that are made meanwhile.
 */
async function* pullAll(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
  const { requests } = account
  const next = await openRound(account, calendar, signal)
  const path = `${graphCalendarPath(calendar)}/events?$top=${PAGE_SIZE}&${WITH_PROPERTIES}`
  const seen: string[] = []
  const unreadable = unreadableIn(account, calendar, {}, signal)
  for await (const { rows, hasNext, isReduced } of pagesOf<GraphEvent>(requests, path, signal)) {
    const events = rows.filter(({ id, seriesMasterId }) => id && !seriesMasterId)
    await readMailbox(account, calendar, signal)
    const complete = async (event: GraphEvent) =>
      unreadable.read(event.id!, () =>
        isReduced
          ? readEvent(account, calendar, event.id!, signal)
          : completeEvent(account, calendar, event, signal),
      )
    const read = await Promise.all(events.map(complete))
    seen.push(...tagsSince(events, next.since))
    const cursor = hasNext ? null : JSON.stringify({ ...next, seen, ...unreadable.toCursor() })
    const changes = read.flatMap((event) => (event ? toChange(event) : []))
    yield { changes, unreadable: unreadable.take(), cursor, isWhole: true }
  }
}

/**
 * Reads the events that a round of the delta query names, and those that were modified since. The rows themselves say too
 * little: occurrences lack their fields, `@removed` also means a change outside the window, and neither a deleted occurrence
 * nor a change far away is reported. So every event is read again, and only counts as deleted if it is not found.
 */
async function* pullSince(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  cursor: Cursor,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
  const { requests } = account
  const moved = isNearEnd(cursor, requests.now()) ? await openRound(account, calendar, signal) : null
  // The events that are named, and whether they may have left the calendar.
  const named = new Map<string, boolean>()
  const name = ({ id, seriesMasterId, '@removed': removed }: Row) => {
    const root = seriesMasterId ?? id
    if (root) named.set(root, Boolean(named.get(root) || (removed && root === id)))
  }
  let link: string | null = null
  try {
    for await (const page of pagesOf<Row>(requests, cursor.link, signal, PAGE_SIZE)) {
      link = page.deltaLink ?? link
      page.rows.forEach(name)
    }
    if (!link) throw new ConnectorError('cursor-expired', 'no delta link')
    // This is read after the first response, because the clock of Graph is known from its responses only.
    const since = sinceAt(requests.now())
    // Events are read after they are listed here, so that their versions are not older than these.
    const modified = await modifiedSince(account, calendar, cursor.since, signal)
    const seen = new Set(cursor.seen)
    for (const row of modified) if (!seen.has(tagOf(row))) name(row)
    const unreadable = unreadableIn(account, calendar, cursor.failed ?? {}, signal)
    for (const id of unreadable.due()) name({ id })
    if (named.size > MAX_READ_SINGLY) throw new ConnectorError('cursor-expired', 'too many changes')
    const next: Cursor = { link, end: cursor.end, ...moved, since, seen: tagsSince(modified, since) }
    if (named.size) await readMailbox(account, calendar, signal)
    const read = new Set(named.keys())
    const pages = chunksOf([...named], PAGE_SIZE)
    for (const [at, page] of pages.entries()) {
      const changes = await Promise.all(
        page.map(([id, isRemoved]) =>
          unreadable.read(id, () => changeOf(account, calendar, id, isRemoved, signal)),
        ),
      )
      yield {
        // A row can name an occurrence only by its id.
        changes: changes.filter(
          (change, index) =>
            change && (change.id === page[index]![0] || (!read.has(change.id) && read.add(change.id))),
        ) as RemoteChange[],
        unreadable: unreadable.take(),
        cursor: at === pages.length - 1 ? JSON.stringify({ ...next, ...unreadable.toCursor() }) : null,
        isWhole: false,
      }
    }
    if (!pages.length)
      yield { changes: [], cursor: JSON.stringify({ ...next, ...unreadable.toCursor() }), isWhole: false }
  } catch (error) {
    const isExpired = error instanceof ConnectorError && error.problem === 'gone'
    throw isExpired ? new ConnectorError('cursor-expired', error.message) : error
  }
}

/** Reads what events depend on, besides themselves: its failure is no failure of an event. */
async function readMailbox({ mailbox }: MicrosoftAccount, { id }: RemoteCalendar, signal: AbortSignal) {
  await Promise.all([mailbox.categories(signal), mailbox.ownerOf(id, signal)])
}

function unreadableIn(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  failed: Record<string, string>,
  signal: AbortSignal,
): Unreadable {
  const isResponding = () => requests.call(`${graphCalendarPath(calendar)}?$select=id`, signal)
  return new Unreadable(failed, requests.now, isResponding)
}

/** Opens a round of the delta query, and reads it to its end: its rows are those that the calendar has now. */
async function openRound(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  signal: AbortSignal,
): Promise<Cursor> {
  const { start, end } = windowAt(requests.now())
  const range = `startDateTime=${start}T00:00:00Z&endDateTime=${end}T00:00:00Z`
  const path = `${graphCalendarPath(calendar)}/calendarView/delta?${range}`
  let link: string | null = null
  for await (const page of pagesOf<Row>(requests, path, signal, PAGE_SIZE)) link = page.deltaLink ?? link
  if (!link) throw new ConnectorError('unreachable', 'no delta link')
  return { link, end, since: sinceAt(requests.now()), seen: [] }
}

/** Lists the events of any time that were modified since an instant: series, too, if an occurrence was deleted. */
async function modifiedSince(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  since: string,
  signal: AbortSignal,
): Promise<Row[]> {
  const filter = `$filter=${encodeURIComponent(`lastModifiedDateTime ge ${since}`)}`
  const path = `${graphCalendarPath(calendar)}/events?${filter}&$select=id,seriesMasterId,lastModifiedDateTime&$top=${PAGE_SIZE}`
  const rows: Row[] = []
  for await (const page of pagesOf<Row>(requests, path, signal)) rows.push(...page.rows)
  return rows
}

/** @param isRemoved whether the event may have been moved to another calendar, where it keeps its id */
async function changeOf(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  id: string,
  isRemoved: boolean,
  signal: AbortSignal,
): Promise<RemoteChange> {
  const missing = { id, raw: missingState(id), fingerprint: null }
  if (isRemoved && !(await isInCalendar(account, calendar, id, signal))) return missing
  const read = await readEvent(account, calendar, id, signal)
  return read ? toChange(read) : missing
}

function toChange({ state, createdAs }: ReadEvent): RemoteChange {
  return { id: state.root.id!, raw: state, fingerprint: null, createdAs }
}

function sinceAt(now: number): string {
  return new Date(now - OVERLAP_MS).toISOString().replace(/\.\d+/, '')
}

/** Returns the versions of the events that the next query by time of modification lists again. */
function tagsSince(rows: readonly Row[], since: string): string[] {
  return rows.filter(({ lastModifiedDateTime: at }) => at && at >= since).map(tagOf)
}

function tagOf(row: Row): string {
  return row['@odata.etag'] ?? `${row.id} ${row.lastModifiedDateTime}`
}
