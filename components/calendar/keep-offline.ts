import type { Query, QueryClient } from '@tanstack/react-query'
import { EventEditor } from '@/components/event/editor'
import { RANGES, refetchRanges, setDrawPending } from '@/components/live/ranges'
import { dropLocalEvents, keepData, keepPage } from '@/components/offline/keep-data'
import { canKeepDataOf } from '@/components/offline/offline-user'
import { readOutbox, watchOutbox } from '@/components/offline/outbox-store'
import { COMMAND_QUEUED, type QueuedDetail } from '@/components/offline/queue-command'
import { KEPT, restoreData } from '@/components/offline/restore-data'
import { OUTBOX_SENT } from '@/components/offline/send-outbox'
import { deleteRows, readRow } from '@/components/offline/user-database'
import type { Range } from '@/lib/calendar/tuple'
import { hasLostCalendar, isDetailKey } from '@/lib/offline/kept-data'
import { eventIdOf, isLocalId } from '@/lib/offline/outbox-entry'
import { withPending } from '@/lib/offline/with-pending'
import type { KeptCalendar } from './kept-calendar'
import { QuickCreate } from './parts'
import { detailAfter, newDetail } from './queued-detail'

const WRITE_DELAY_MS = 500

/**
 * Until the signal is aborted: stores what the calendar page loads, so that it can be read offline, shows changes that
 * wait in the outbox, and loads the code for creating events offline.
 */
export async function keepCalendar(
  client: QueryClient,
  props: Omit<KeptCalendar, 'calendars'>,
  signal: AbortSignal,
): Promise<void> {
  const user = props.viewer.id
  if (!(await canKeepDataOf(user)) || signal.aborted) return
  for (const part of [EventEditor, QuickCreate]) part.preload().catch(() => {})
  storeChanges(client, user, props, signal)
  const showPending = async () => {
    const entries = await readOutbox(user).catch(() => [])
    if (signal.aborted) return
    setDrawPending((range) => withPending(range, entries))
    if (!entries.length) return
    client.setQueriesData<Range>({ queryKey: RANGES }, (range) => range && withPending(range, entries))
    // Changes from before this code was loaded, or from another tab.
    for (const entry of entries) updateDetail(client, { ...entry, id: eventIdOf(entry) }, props)
  }
  void showPending()
  watchOutbox(() => void showPending(), signal)
  const onQueued = ({ detail }: CustomEvent<QueuedDetail>) => updateDetail(client, detail, props)
  const onSent = async () => {
    client.removeQueries({ predicate: ({ queryKey }) => isLocalId(queryKey[1]) })
    await dropLocalEvents(user).catch(() => {})
    client.invalidateQueries({ queryKey: ['event'] })
    await refetchRanges(client)
  }
  addEventListener(COMMAND_QUEUED, onQueued as EventListener, { signal })
  addEventListener(OUTBOX_SENT, onSent, { signal })
  addEventListener('offline', () => void restoreData(client, user), { signal })
  signal.addEventListener('abort', () => setDrawPending((range) => range))
}

/** Stores the responses of the server whenever they change in the cache. */
function storeChanges(
  client: QueryClient,
  user: string,
  props: Omit<KeptCalendar, 'calendars'>,
  signal: AbortSignal,
): void {
  const changed = new Map<string, Query>()
  /** Time at which each query was loaded. An optimistic update does not make it newer. */
  const loadedAt = new Map<string, number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = async () => {
    timer = undefined
    const queries = [...changed.values()]
    changed.clear()
    const rows = queries.map(({ queryKey, queryHash, state }) => {
      return { key: JSON.stringify(queryKey), data: state.data, at: loadedAt.get(queryHash)! }
    })
    await keepPageProps(user, props, rows).catch(() => {})
    await keepData(user, rows)
  }
  const noteChange = (query: Query, isOptimistic = false) => {
    if (!KEPT.includes(String(query.queryKey[0])) || query.state.data === undefined) return
    if (!isOptimistic || !loadedAt.has(query.queryHash))
      loadedAt.set(query.queryHash, query.state.dataUpdatedAt)
    changed.set(query.queryHash, query)
    timer ??= setTimeout(write, WRITE_DELAY_MS)
  }
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return
    const { action, query } = event
    if (action.type === 'success') noteChange(query, action.manual)
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
  props: Omit<KeptCalendar, 'calendars'>,
  rows: readonly { key: string; data: unknown; at: number }[],
): Promise<void> {
  const ranges = rows.filter(({ key }) => key.startsWith('["range"')).sort((a, b) => b.at - a.at)
  const newest = ranges[0]
  if (!newest) return
  const calendars = (newest.data as Range).calendars.map(([id]) => id)
  const storedPage = await readRow(user, 'pages', 'calendar')
  const storedCalendars = (storedPage?.props as KeptCalendar | undefined)?.calendars ?? []
  if (hasLostCalendar(storedCalendars, calendars)) await deleteRows(user, 'data')
  await keepPage(user, 'calendar', { ...props, calendars }, newest.at)
}

/** Shows a change that waits in the outbox in the details of its event too. */
function updateDetail(
  client: QueryClient,
  { command, id, input }: QueuedDetail,
  { viewer }: Pick<KeptCalendar, 'viewer'>,
) {
  if (command === 'createEvent') client.setQueryData(['event', id, 0], newDetail(id, input, viewer))
  else {
    client.setQueriesData(
      { predicate: ({ queryKey }) => isDetailKey(queryKey, id) },
      (event: Parameters<typeof detailAfter>[0] | undefined) =>
        event ? detailAfter(event, command, input) : event,
    )
  }
}
