import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { isEqual } from '@/lib/calendar/is-equal'
import { type Link, linksByFingerprint, linksOf, markSeen } from '@/lib/commands/rows/links'
import { type SyncedEvent, syncedEventsByUid } from '@/lib/queries/synced-events'
import type { IncomingObject } from './link-plan'

/** A remote object with its link, or with the event of the same UID that it will be linked with. */
export interface MatchedObject {
  incoming: IncomingObject
  link: Link | null
  found: SyncedEvent | null
}

interface MatchedRun {
  bindingId: string
  run: string
  isWhole: boolean
  /** Whether unchanged objects are matched, too. */
  isForced: boolean
}

/**
 * Finds the links of remote objects, and events with their UIDs for those that have none. Leaves out objects that are
 * as they were at the last sync.
 */
export async function matchObjects(
  tx: Tx,
  calendar: Grant<'write', 'target-calendar'>,
  { bindingId, run, isWhole, isForced }: MatchedRun,
  objects: readonly IncomingObject[],
): Promise<MatchedObject[]> {
  const byId = await linksOf(
    tx,
    bindingId,
    objects.map(({ remoteId }) => remoteId),
  )
  const fingerprints = objects.flatMap(({ remoteId, fingerprint }) =>
    fingerprint && !byId.has(remoteId) ? fingerprint : [],
  )
  const byFingerprint = await linksByFingerprint(tx, bindingId, run, fingerprints)
  // An object with the title and time that another one had before is new if the other one is still there.
  for (const [fingerprint, { remoteId }] of byFingerprint)
    if (byId.has(remoteId)) byFingerprint.delete(fingerprint)
  const takeByFingerprint = (fingerprint: string | null) => {
    const link = fingerprint === null ? undefined : byFingerprint.get(fingerprint)
    if (link) byFingerprint.delete(fingerprint!)
    return link
  }
  const matched: MatchedObject[] = []
  const unchanged: string[] = []
  for (const incoming of objects) {
    const link = byId.get(incoming.remoteId) ?? takeByFingerprint(incoming.fingerprint) ?? null
    if (!isForced && link && isKnown(link, incoming)) unchanged.push(link.id)
    else matched.push({ incoming, link, found: null })
  }
  if (isWhole) await markSeen(tx, unchanged, run)
  return withEvents(tx, calendar, bindingId, matched)
}

/** Returns whether an object is as it was at the last sync, such as a change that this sync has written itself. */
function isKnown(link: Link, { remoteId, state, isDeleted, skipped }: IncomingObject): boolean {
  return (
    link.remoteId === remoteId &&
    !isDeleted &&
    link.pending === null &&
    (link.base !== null || link.skipped !== null) &&
    (skipped === null || link.skipped !== null) &&
    isEqual(link.state, state)
  )
}

/**
 * Links new objects with events of the same UID. If several objects share a UID, all but the first get another UID. An
 * object whose event was deleted here, and whose UID another event of the calendar has got since, is linked with that
 * one.
 */
async function withEvents(
  tx: Tx,
  calendar: Grant<'write', 'target-calendar'>,
  bindingId: string,
  matched: readonly MatchedObject[],
): Promise<MatchedObject[]> {
  const isNew = ({ link, incoming }: MatchedObject) =>
    (!link || (link.skipped !== null && !link.eventId)) && incoming.content !== null
  const deletedUids = await uidsOfDeletedEvents(tx, matched)
  const uidOf = (object: MatchedObject) =>
    isNew(object) ? object.incoming.uid : deletedUids.get(object.link?.eventId ?? '')
  const byUid = new Map(
    (
      await syncedEventsByUid(
        tx,
        calendar,
        matched.flatMap((object) => uidOf(object) ?? []),
      )
    ).map((local) => [local.event.uid, local]),
  )
  const taken = new Set<string>()
  return matched.map((object) => {
    const uid = uidOf(object)
    const found = uid === undefined ? undefined : byUid.get(uid)
    if (uid === undefined || (!isNew(object) && !found)) return object
    const { incoming, link } = object
    // The same meeting in two accounts that are synced with the calendar.
    if (found?.boundTo && found.boundTo !== bindingId && isNew(object))
      return { ...object, incoming: { ...incoming, content: null, skipped: 'duplicate' } }
    const isTaken = taken.has(uid) || found?.boundTo
    if (isTaken)
      return {
        ...object,
        link: link && { ...link, eventId: null },
        incoming: { ...incoming, uid: `${uid}#${incoming.remoteId}`.slice(0, 600) },
      }
    taken.add(uid)
    return { ...object, found: found ?? null }
  })
}

/** Returns the UIDs of the events that were deleted here while their remote objects have content, by event id. */
async function uidsOfDeletedEvents(
  tx: Tx,
  matched: readonly MatchedObject[],
): Promise<ReadonlyMap<string, string>> {
  const ids = matched.flatMap(({ link, incoming }) => (incoming.content !== null && link?.eventId) || [])
  if (!ids.length) return new Map()
  const rows = await tx.execute<Columns<{ id: string; uid: string }>>(sql`
    select id, uid from events where deleted_at is not null
      and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
  return new Map(rows.map(({ id, uid }) => [id, uid]))
}
