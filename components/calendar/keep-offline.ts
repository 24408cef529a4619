import type { QueryClient } from '@tanstack/react-query'
import { EventEditor } from '@/components/event/editor'
import { RANGES, refetchRanges, setDrawPending, whenUpdatesAnswered } from '@/components/live/ranges'
import { dropLocalEvents } from '@/components/offline/keep-data'
import { canKeepDataOf } from '@/components/offline/offline-user'
import { readOutbox, sentPositions, watchOutbox } from '@/components/offline/outbox-store'
import { restoreData } from '@/components/offline/restore-data'
import { OUTBOX_SENT, whenAnswered } from '@/components/offline/send-outbox'
import { serverData, setServerData } from '@/components/offline/server-data'
import type { Range } from '@/lib/calendar/tuple'
import { nextEntry } from '@/lib/offline/next-entry'
import { sentEntries } from '@/lib/offline/outbox'
import { isLocalId, type OutboxEntry } from '@/lib/offline/outbox-entry'
import { createdDetails, withPendingChanges } from '@/lib/offline/pending-detail'
import { isDetailKey } from '@/lib/offline/stored-data'
import { entriesMissingIn, withPending } from '@/lib/offline/with-pending'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'
import { QuickCreate } from './parts'
import { storeResponses } from './store-responses'
import type { StoredCalendar } from './stored-calendar'

/**
 * Until the signal is aborted: stores what the calendar page loads, so that it can be read offline, shows changes that
 * wait in the outbox, and loads the code for creating events offline.
 */
export async function keepCalendar(
  client: QueryClient,
  props: Omit<StoredCalendar, 'calendars'>,
  signal: AbortSignal,
): Promise<void> {
  const { viewer } = props
  if (!(await canKeepDataOf(viewer.id)) || signal.aborted) return
  for (const part of [EventEditor, QuickCreate]) part.preload().catch(() => {})
  const onSent = async () => {
    client.removeQueries({ predicate: ({ queryKey }) => isLocalId(queryKey[1]) })
    await dropLocalEvents(viewer.id).catch(() => {})
    client.invalidateQueries({ queryKey: ['event'] })
    await refetchRanges(client)
  }
  const isOutboxDrawn = drawOutbox(client, viewer, signal, onSent)
  storeResponses(client, props, isOutboxDrawn, signal)
  addEventListener(OUTBOX_SENT, onSent, { signal })
  addEventListener('offline', () => void restoreData(client, viewer), { signal })
}

/**
 * Until the signal is aborted: draws the outbox over the responses of the server, in this and other tabs. Returns a
 * function that tells whether there is anything to draw. `onSent`: called once all changes have reached the server.
 */
function drawOutbox(
  client: QueryClient,
  viewer: Viewer,
  signal: AbortSignal,
  onSent: () => void,
): () => boolean {
  let drawn: OutboxEntry[] = []
  let hasDrawn = false
  /** Changes that the responses in the cache do not contain yet. */
  const sent: OutboxEntry[] = []
  const setEntries = (entries: OutboxEntry[]) => {
    sent.push(...sentEntries(drawn, entries))
    drawn = entries
    setDrawPending(async (range) => {
      // The range may already contain the entry that is being sent. The response to the entry tells.
      await whenAnswered()
      setServerData([...RANGES, range.from, range.to], range)
      return withPending(range, entriesMissingIn(range, drawn, sentPositions), viewer.timeZone)
    })
  }
  const draw = async () => {
    const entries = await readOutbox(viewer.id).catch(() => [])
    if (signal.aborted) return
    setEntries(entries)
    // An optimistic update is drawn over the responses, too.
    await whenUpdatesAnswered()
    if (signal.aborted || drawn !== entries || !(hasDrawn || entries.length)) return
    hasDrawn = entries.length > 0
    const saved = sent.splice(0)
    drawRanges(client, viewer, entries, saved)
    drawDetails(client, viewer, entries, saved)
    // Another tab may have sent the changes. Then the cache of this tab is outdated, and has local ids of new events.
    if (saved.length && !nextEntry(entries)) onSent()
  }
  for (const { queryKey, state } of client.getQueryCache().getAll())
    if (serverData(queryKey) === undefined && state.data) setServerData(queryKey, state.data)
  setEntries([])
  void draw()
  watchOutbox(() => void draw(), signal)
  signal.addEventListener('abort', () => setDrawPending((range) => range))
  return () => drawn.length > 0
}

function drawRanges(
  client: QueryClient,
  { timeZone }: Viewer,
  entries: readonly OutboxEntry[],
  sent: readonly OutboxEntry[],
): void {
  for (const [key] of client.getQueriesData<Range>({ queryKey: RANGES })) {
    const range = serverData<Range>(key)
    if (!range) continue
    const missing = entriesMissingIn(range, sent, sentPositions)
    const saved = missing.length ? withPending(range, missing, timeZone) : range
    setServerData(key, saved)
    client.setQueryData(key, withPending(saved, entriesMissingIn(range, entries, sentPositions), timeZone))
  }
}

function drawDetails(
  client: QueryClient,
  viewer: Viewer,
  entries: readonly OutboxEntry[],
  sent: readonly OutboxEntry[],
): void {
  for (const [key] of client.getQueriesData<EventDetail>({ predicate: isDetail })) {
    const event = serverData<EventDetail>(key)
    if (!event || isLocalId(event.id)) continue
    const saved = withPendingChanges(event, sent)
    setServerData(key, saved)
    const changed = withPendingChanges(saved, entries)
    client.setQueryData(key, changed)
    // A move of a series changes the recurrence ids.
    if (changed.occurrence !== event.occurrence)
      client.setQueryData(['event', event.id, changed.occurrence ?? 0], changed)
  }
  for (const event of createdDetails(entries, viewer)) client.setQueryData(['event', event.id, 0], event)
}

function isDetail({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return isDetailKey(queryKey, String(queryKey[1]))
}
