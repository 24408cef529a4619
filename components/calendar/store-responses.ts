import type { Query, QueryClient } from '@tanstack/react-query'
import { hasPendingUpdates } from '@/components/live/ranges'
import { keepData, keepPage } from '@/components/offline/keep-data'
import { STORED_QUERY_PREFIXES } from '@/components/offline/restore-data'
import { serverData, setServerData, storedTime } from '@/components/offline/server-data'
import { deleteRows, readRow } from '@/components/offline/user-database'
import type { Range } from '@/lib/calendar/tuple'
import { hasLostCalendar } from '@/lib/offline/stored-data'
import type { StoredCalendar } from './stored-calendar'

const WRITE_DELAY_MS = 500

/**
 * Stores the responses of the server whenever they change in the cache. `isOutboxDrawn`: whether the cached data
 * includes changes of the outbox.
 */
export function storeResponses(
  client: QueryClient,
  props: Omit<StoredCalendar, 'calendars'>,
  isOutboxDrawn: () => boolean,
  signal: AbortSignal,
): void {
  const user = props.viewer.id
  const changed = new Map<string, Query>()
  /** Time at which each query was loaded. An optimistic update does not make it newer. */
  const loadedAt = new Map<string, number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = async () => {
    timer = undefined
    if (hasPendingUpdates()) return start()
    const queries = [...changed.values()]
    changed.clear()
    // If no changes wait in the outbox, the cached data equals that of the server and is stored. Otherwise the response
    // without the changes is stored, and the changes are drawn over it when it is read.
    if (!isOutboxDrawn()) for (const { queryKey, state } of queries) setServerData(queryKey, state.data)
    const rows = queries.flatMap(({ queryKey, queryHash }) => {
      const data = serverData(queryKey)
      return data === undefined ? [] : [{ key: JSON.stringify(queryKey), data, at: loadedAt.get(queryHash)! }]
    })
    await keepPageProps(user, props, rows).catch(() => {})
    await keepData(user, rows)
  }
  const start = () => {
    timer ??= setTimeout(write, WRITE_DELAY_MS)
  }
  const noteChange = (query: Query, isOptimistic = false) => {
    if (!STORED_QUERY_PREFIXES.includes(String(query.queryKey[0])) || query.state.data === undefined) return
    if (!isOptimistic || !loadedAt.has(query.queryHash))
      loadedAt.set(query.queryHash, storedTime(query.queryKey) ?? query.state.dataUpdatedAt)
    changed.set(query.queryHash, query)
    start()
  }
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return
    const { action, query } = event
    if (action.type === 'success') {
      // A range is drawn before it is in the cache, see drawPending.
      if (!action.manual && query.queryKey[0] !== 'range') setServerData(query.queryKey, query.state.data)
      noteChange(query, action.manual)
    }
    // Deleted, or no longer visible to the user.
    if (action.type === 'error' && action.error.message === '404') {
      deleteRows(user, 'data', [JSON.stringify(query.queryKey)]).catch(() => {})
    }
  })
  for (const query of client.getQueryCache().getAll()) noteChange(query)
  signal.addEventListener('abort', () => {
    unsubscribe()
    clearTimeout(timer)
  })
}

/** Stores the page's props. Deletes everything if the user lost a calendar: all ranges may contain its events. */
async function keepPageProps(
  user: string,
  props: Omit<StoredCalendar, 'calendars'>,
  rows: readonly { key: string; data: unknown; at: number }[],
): Promise<void> {
  const ranges = rows.filter(({ key }) => key.startsWith('["range"')).sort((a, b) => b.at - a.at)
  const newest = ranges[0]
  if (!newest) return
  const calendars = (newest.data as Range).calendars.map(([id]) => id)
  const storedPage = await readRow(user, 'pages', 'calendar')
  const storedCalendars = (storedPage?.props as StoredCalendar | undefined)?.calendars ?? []
  if (hasLostCalendar(storedCalendars, calendars)) await deleteRows(user, 'data')
  await keepPage(user, 'calendar', { ...props, calendars }, newest.at)
}
