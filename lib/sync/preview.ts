import { db } from '@/db/client'
import { requirePrincipal } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { RemoteCalendar, RemoteState } from '@/lib/calendar/server/remote'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { IncomingObject } from '@/lib/commands/effects/link-plan'
import type { Connector } from '@/lib/connectors/connector'
import { type SyncedEvent, syncedEventsByUid } from '@/lib/queries/synced-events'
import { isStorableId, remoteReader } from './incoming'
import { objectOf } from './plan-link'
import { byObject } from './pull'
import { reconcile } from './reconcile'

/** Maximum number of samples for each outcome. */
const MAX_SAMPLES = 20

/** Effect of a first sync on the events of a calendar. */
export interface Preview {
  added: PreviewPart
  /** Events with the UID of a remote object, which would change. */
  changed: PreviewPart
  /** Events with the UID of a remote object, which are equal to it. */
  matched: PreviewPart
  /** Numbers of remote objects that would not be synced, by reason. */
  skipped: Record<string, number>
}

interface PreviewPart {
  count: number
  samples: { title: string; start: string; zone: Zone | null }[]
}

/**
 * Reads a remote calendar and returns the effect of syncing it with a calendar. Changes nothing.
 * @param calendar null for a new calendar
 */
export async function previewSync(
  connector: Connector,
  remote: RemoteCalendar,
  calendar: Grant<'write', 'calendar'> | null,
  signal: AbortSignal,
): Promise<Preview> {
  const own = { userId: calendar ? requirePrincipal(calendar.actor) : '', addresses: [] }
  const reader = remoteReader(connector, remote, own)
  const preview: Preview = { added: noEvents(), changed: noEvents(), matched: noEvents(), skipped: {} }
  const counted = new Set<string>()
  const { listsInstances = false } = connector.capabilities
  // Objects of which another page may list more: series, instances of one, and deleted objects. Others are not kept, so
  // that a server that a user has entered cannot fill the memory.
  const unfinished = new Map<string, { state: RemoteState; fingerprint: string | null }>()
  for await (const { changes, unreadable = [] } of connector.pull(remote, null, signal)) {
    for (const _ of unreadable) countSkipped(preview, 'unreadable')
    const objects: IncomingObject[] = []
    for (const [id, reports] of byObject(changes)) {
      if (counted.has(id)) continue
      if (!isStorableId(id)) {
        countSkipped(preview, 'invalid')
        continue
      }
      const { fingerprint } = reports.at(-1)!
      const before = unfinished.get(id)?.state ?? null
      const state = reports.reduce<RemoteState | null>((all, one) => connector.mergeState(all, one), before)!
      const object = before ? null : reader.read(id, state, fingerprint)
      const isFinished = object?.content && !object.isPart && !(listsInstances && object.content.recurrence)
      if (isFinished || object?.skipped) {
        counted.add(id)
        objects.push(object!)
      } else unfinished.set(id, { state, fingerprint })
    }
    await addAll(objects)
  }
  for (const chunk of chunksOf([...unfinished])) {
    const objects = chunk.map(([id, { state, fingerprint }]) => reader.read(id, state, fingerprint))
    await addAll(objects.filter(({ isDeleted }) => !isDeleted))
  }
  return preview

  async function addAll(objects: readonly IncomingObject[]): Promise<void> {
    for (const chunk of chunksOf(objects)) {
      const uids = chunk.map(({ uid }) => uid)
      const found = calendar ? await syncedEventsByUid(db, calendar, uids) : []
      const byUid = new Map(found.map((local) => [local.event.uid, local]))
      for (const object of chunk) addTo(preview, object, byUid.get(object.uid) ?? null, reader.project)
    }
  }
}

function countSkipped({ skipped }: Preview, reason: string): void {
  skipped[reason] = (skipped[reason] ?? 0) + 1
}

function noEvents(): PreviewPart {
  return { count: 0, samples: [] }
}

function addTo(
  preview: Preview,
  { content, skipped }: IncomingObject,
  local: SyncedEvent | null,
  project: ReturnType<typeof remoteReader>['project'],
): void {
  const reason = skipped ?? (local?.boundTo ? 'duplicate' : null)
  if (reason !== null || !content) {
    countSkipped(preview, reason ?? 'invalid')
    return
  }
  const isChanged =
    local && reconcile(null, objectOf(local), content, (version) => project(version) ?? version).isChangedHere
  const part = preview[local ? (isChanged ? 'changed' : 'matched') : 'added']
  part.count++
  if (part.samples.length === MAX_SAMPLES) return
  const { title, span } = content
  part.samples.push({ title, start: span.start, zone: span.type === 'timed' ? span.startZone : null })
}
