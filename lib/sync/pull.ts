import { db } from '@/db/client'
import { isEqual } from '@/lib/calendar/is-equal'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { RemoteState } from '@/lib/calendar/server/remote'
import type { IncomingObject } from '@/lib/commands/effects/link-plan'
import { moveCursor } from '@/lib/commands/rows/binding-state'
import { renameCreatedLinks } from '@/lib/commands/rows/links'
import { ConnectorError, type RemoteChange } from '@/lib/connectors/connector'
import { countLinkedEvents, linkStates, linkTitles, unseenObjects } from '@/lib/queries/sync-bindings'
import { isHeld, withoutApproved } from './deletion-limit'
import { isStorableId, missingObject, unreadableObject } from './incoming'
import { isOversized } from './stored-size'
import { applyObjects, type Position, type SyncContext } from './sync-context'

interface Pulled {
  position: string | null
  held: readonly IncomingObject[]
}

/** Number of objects that are applied in one transaction. */
const OBJECTS_PER_COMMAND = 250

/**
 * Applies the changes of the remote calendar since the last run. Applies deletions last, when all of them are known: if
 * they are too many, nothing is deleted and the position stays, so that the next run finds them again.
 * @returns the new position, and the objects whose deletion is held back for approval
 */
export async function pull(context: SyncContext): Promise<Pulled> {
  const { binding } = context
  try {
    return await pullFrom(context, binding.cursor)
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.problem !== 'cursor-expired') throw error
    await moveCursor(db, binding.id, binding.cursor, null)
    return pullFrom({ ...context, binding: { ...binding, cursor: null } }, null)
  }
}

async function pullFrom(context: SyncContext, from: string | null): Promise<Pulled> {
  const { binding, connector, signal } = context
  let isWhole = from === null
  // Objects of which only some instances were listed yet: their series may follow on another page.
  const incomplete = new Map<string, RemoteState>()
  const deletions = new Map<string, IncomingObject>()
  const unreadable = new Set<string>()
  let to: string | null = null
  for await (const page of connector.pull(binding.remote, from, signal)) {
    const { cursor } = page
    const changes = page.changes.filter(({ id }) => isStorableId(id))
    await logUnstorable(context, page.changes.length - changes.length)
    isWhole = page.isWhole
    for (const id of page.unreadable ?? []) unreadable.add(id)
    await recordUnreadable(context, page.unreadable ?? [], { isWhole, from })
    await renameCreatedLinks(db, binding.id, changes)
    for (const chunk of chunksOf([...byObject(changes)], OBJECTS_PER_COMMAND)) {
      signal.throwIfAborted()
      const { objects, unchanged } = await readObjects(context, chunk, { isWhole, incomplete, deletions })
      if (objects.length || unchanged.length)
        await applyObjects(context, objects, { isWhole, from, unchanged })
    }
    to = cursor ?? to
  }
  const stillIncomplete = [...incomplete].map(([id, state]) => context.reader.read(id, state, null))
  for (const chunk of chunksOf(
    stillIncomplete.filter(({ isDeleted }) => !isDeleted),
    OBJECTS_PER_COMMAND,
  ))
    await applyObjects(context, chunk, { isWhole, from })
  if (isWhole)
    for (const id of await missingObjects(context, unreadable)) deletions.set(id, missingObject(id))
  const deleted = [...deletions.values()]
  const unapproved = withoutApproved(binding, [...deletions.keys()])
  const deletedEvents = await countLinkedEvents(db, binding.id, unapproved)
  if (await isHeld(binding, deletedEvents)) return { position: from, held: deleted }
  const chunks = chunksOf(deleted, OBJECTS_PER_COMMAND)
  for (const [index, chunk] of chunks.entries())
    await applyObjects(context, chunk, { isWhole, from, to: index === chunks.length - 1 ? to : null })
  const position = to ?? from
  if (!chunks.length && position !== from) await moveCursor(db, binding.id, from, position)
  return { position, held: [] }
}

/**
 * Number of objects missing from a list that are requested from the server. If one of them exists, the run requests all
 * others too.
 */
const MAX_CHECKED = 10

/**
 * Returns the ids of linked objects that a full list does not contain. The lists of some servers lack objects that were
 * created just now, so the newest missing objects are requested by id before they count as deleted.
 */
async function missingObjects(
  { binding, connector, log, signal }: SyncContext,
  unreadable: ReadonlySet<string>,
): Promise<string[]> {
  const unseen = (await unseenObjects(db, binding.id, log.id)).filter((id) => !unreadable.has(id))
  // A feed has no request for a single object: each would read the whole feed.
  if (!connector.capabilities.writes) return unseen
  const missing: string[] = []
  for (const [checked, id] of unseen.entries()) {
    if (checked === MAX_CHECKED && missing.length === checked) return unseen
    if (!(await connector.read(binding.remote, id, signal))) missing.push(id)
  }
  return missing
}

/** Logs objects whose ids cannot be stored. */
async function logUnstorable({ log }: SyncContext, count: number): Promise<void> {
  if (!count) return
  const entry = { eventId: null, title: '', direction: 'in', op: 'skipped', reason: 'invalid' } as const
  await log.addEntries([{ ...entry, changesetId: null }])
  await log.add({ skipped: count })
}

/**
 * Logs objects that the provider failed to return. Inserts a link for those that have none, so that they are counted as
 * not synced.
 */
async function recordUnreadable(
  context: SyncContext,
  listed: readonly string[],
  position: Position,
): Promise<void> {
  const { binding, log } = context
  const ids = listed.filter(isStorableId)
  if (!ids.length) return
  const links = await linkStates(db, binding.id, ids)
  const known = await linkTitles(db, binding.id, ids)
  const entry = { direction: 'in', op: 'skipped', reason: 'unreadable', changesetId: null } as const
  await log.addEntries(known.map((row) => ({ ...row, linkId: null, ...entry })))
  await log.add({ skipped: known.length })
  const unlinked = ids.filter((id) => !links.has(id)).map(unreadableObject)
  if (unlinked.length) await applyObjects(context, unlinked, position)
}

/** Returns changes by the ids of their objects. */
export function byObject(changes: readonly RemoteChange[]): Map<string, RemoteChange[]> {
  const objects = new Map<string, RemoteChange[]>()
  for (const change of changes) {
    const all = objects.get(change.id)
    if (all) all.push(change)
    else objects.set(change.id, [change])
  }
  return objects
}

/** State of a run between the pages of a list. */
interface ListState {
  isWhole: boolean
  incomplete: Map<string, RemoteState>
  deletions: Map<string, IncomingObject>
}

/**
 * Merges changes into the known states of their objects. Returns the objects to apply at once, and the links of objects
 * that a full list shows unchanged. These are not read again: after an interruption, they are most of the list.
 */
async function readObjects(
  { binding, connector, reader, log, signal }: SyncContext,
  changed: readonly (readonly [id: string, changes: RemoteChange[]])[],
  { isWhole, incomplete, deletions }: ListState,
): Promise<{ objects: IncomingObject[]; unchanged: string[] }> {
  const ids = changed.map(([id]) => id)
  const links = await linkStates(db, binding.id, ids)
  const unchanged: string[] = []
  const objects: IncomingObject[] = []
  for (const [id, changes] of changed) {
    const link = links.get(id)
    const wasOversized = link?.state && isOversized(link.state)
    // The run has already skipped this series, which is too large. These are more of its instances.
    if (wasOversized && isWhole && link.seenIn === log.id) continue
    // A full list replaces the instances that were known before it.
    const isKnown =
      !wasOversized && (!isWhole || link?.seenIn === log.id || !connector.capabilities.listsInstances)
    const known = isKnown ? link?.state : null
    // A deleted series is listed before its deleted instances, which must not bring it back.
    const before = incomplete.get(id) ?? deletions.get(id)?.state ?? (known ? structuredClone(known) : null)
    const merged = changes.reduce<RemoteState | null>(
      (merged, change) => connector.mergeState(merged, change),
      before,
    )!
    incomplete.delete(id)
    if (isWhole && link?.isSettled && isEqual(link.state, merged)) {
      unchanged.push(link.id)
      continue
    }
    const isUncertain = link?.state && !wasOversized && connector.isUncertain?.(link.state, merged)
    // The missing instances may be on the next pages of a full list.
    const isRead = (isUncertain || wasOversized) && !isWhole
    const state = isRead ? ((await connector.read(binding.remote, id, signal)) ?? merged) : merged
    const object = reader.read(id, state, changes.at(-1)!.fingerprint)
    deletions.delete(id)
    if (object.isDeleted && link && !isWhole) deletions.set(id, object)
    else if (object.isDeleted || object.isPart || (isUncertain && isWhole)) incomplete.set(id, state)
    else objects.push(object)
  }
  return { objects, unchanged }
}
