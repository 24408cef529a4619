import { db } from '@/db/client'
import type { IncomingObject } from '@/lib/commands/effects/link-plan'
import { insertNewLinks, type Link } from '@/lib/commands/rows/links'
import { deletedHere, unlinkedEvents, unsyncedLinks } from '@/lib/queries/unsynced-links'
import { isHeld, withoutApproved } from './deletion-limit'
import { logHeld } from './held'
import { missingObject } from './incoming'
import { applyObjects, type SyncContext } from './sync-context'
import { beginAll, writeObject, writeOf } from './write-object'

const LINKS_PER_PAGE = 100
const EVENTS_PER_PAGE = 500

/**
 * Sends changes of events to their remote objects: the fields that differ after merging both sides. Each write is recorded before
 * it is sent, so that the next run recognizes it if the response is lost.
 * @param from the position that the pull of this run has reached
 * @returns whether deletions wait for approval
 */
export async function push(context: SyncContext, from: string | null): Promise<boolean> {
  const { binding, signal, readOnly } = context
  if (readOnly) return false
  await linkNewEvents(context)
  const scope = { bindingId: binding.id, calendarId: binding.calendarId }
  const deleted = await deletedHere(db, scope)
  const areDeletionsHeld = await isHeld(binding, withoutApproved(binding, deleted).length)
  if (areDeletionsHeld)
    await logHeld(
      context,
      deleted.map((remoteId) => ({ remoteId })),
      'out',
    )
  let after: string | null = null
  for (;;) {
    signal.throwIfAborted()
    const page: Link[] = await unsyncedLinks(db, scope, after, LINKS_PER_PAGE)
    if (!page.length) return areDeletionsHeld
    await pushLinks(context, page, from, areDeletionsHeld)
    after = page.at(-1)!.id
  }
}

/** Links events without a remote object with ids of objects that this run will create. */
async function linkNewEvents({ binding, connector, own, level }: SyncContext): Promise<void> {
  const scope = { calendarId: binding.calendarId, userId: own.userId, level }
  let after: string | null = null
  for (;;) {
    const ids: string[] = await unlinkedEvents(db, scope, after, EVENTS_PER_PAGE)
    if (!ids.length) return
    const created = ids.map((eventId) => ({ eventId, remoteId: connector.idFor(`${binding.id}/${eventId}`) }))
    await insertNewLinks(db, binding.id, created)
    after = ids.at(-1)!
  }
}

async function pushLinks(
  context: SyncContext,
  page: readonly Link[],
  from: string | null,
  areDeletionsHeld: boolean,
): Promise<void> {
  const objects: IncomingObject[] = []
  for (const link of page) objects.push(await presentObject(context, link))
  const applied = await applyObjects(context, objects, { isWhole: false, from, isForced: true })
  const writes = applied
    .flatMap((each) => writeOf(each) ?? [])
    .filter(({ content }) => content !== null || !areDeletionsHeld)
  await beginAll(writes)
  for (const write of writes) {
    context.signal.throwIfAborted()
    await writeObject(context, write, from)
  }
}

/** Returns an object as last read. It is read again if an earlier write may have changed it. */
async function presentObject(
  { connector, binding, reader, signal }: SyncContext,
  { remoteId, state: known, base, pending, fingerprint }: Link,
): Promise<IncomingObject> {
  const state = pending ? await connector.read(binding.remote, remoteId, signal) : known
  if (state) return reader.read(remoteId, state, fingerprint)
  const isNew = known === null && base === null && pending?.content !== null
  return isNew ? { ...missingObject(remoteId), isDeleted: false } : missingObject(remoteId)
}
