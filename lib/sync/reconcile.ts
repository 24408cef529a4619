import { isEqual } from '@/lib/calendar/is-equal'
import {
  type FlatContent,
  flatten,
  type SyncConflict,
  unflatten,
  whenOf,
  withIdsOf,
} from '@/lib/calendar/server/incoming/flat-content'
import { type Content, hasSlot, normalizeContent } from '@/lib/calendar/server/incoming/normalize'

/** The result of reconciling an event with its remote object. */
export interface Reconciled {
  /** The content that both sides should have, with the local values of fields that the remote cannot store. */
  content: Content
  /** Whether the event has to be written here. */
  isChangedHere: boolean
  /** Whether the remote object has to be written. */
  isChangedThere: boolean
  conflicts: SyncConflict[]
}

/**
 * Merges an event and its remote object, field by field, by what each changed since the last sync. If both changed a
 * field to different values, the remote value is taken, and both are returned as a conflict.
 * @param base the remote object at the last sync; null if the two were never synced
 * @param project returns what remains of content once the remote has stored it
 */
export function reconcile(
  base: Content | null,
  ours: Content,
  theirs: Content,
  project: (content: Content) => Content,
): Reconciled {
  const current = normalizeContent(ours)
  const [synced, local, remote] = [base, project(current), theirs].map((version) =>
    version ? normalizeContent(version) : null,
  ) as [Content | null, Content, Content]
  const takesTheirTimes = !synced || !isEqual(whenOf(synced), whenOf(remote))
  // Recurrence ids of all versions are converted to those of the result.
  const target = takesTheirTimes ? remote : local
  const flat = (version: Content) => flatten(withIdsOf(version, target))
  const baseFields = synced ? flat(synced) : new Map<string, unknown>()
  const [ourFields, theirFields] = [flat(local), flat(remote)]
  const kept = withoutDeleted(current)
  const result = flatten(
    takesTheirTimes ? withIdsOf(withoutUnused(withoutOwnMoves(kept, local, remote)), remote) : kept,
  )
  const conflicts: SyncConflict[] = []
  let isChangedHere = false
  let isChangedThere = false
  for (const field of new Set([...baseFields.keys(), ...ourFields.keys(), ...theirFields.keys()])) {
    const values = { base: baseFields.get(field), ours: ourFields.get(field), theirs: theirFields.get(field) }
    if (isSameValue(field, values.ours, values.theirs)) continue
    if (synced && isSameValue(field, values.base, values.theirs)) {
      isChangedThere = true
      continue
    }
    if (!synced || !isSameValue(field, values.base, values.ours))
      conflicts.push({ field, ours: values.ours, theirs: values.theirs })
    isChangedHere = true
    set(result, field, values.theirs)
  }
  return {
    content: isChangedHere ? normalizeContent(unflatten(result)) : current,
    isChangedHere,
    isChangedThere,
    conflicts,
  }
}

/** Returns content without the overrides of excluded occurrences, which a restored occurrence must not get again. */
function withoutDeleted(content: Content): Content {
  const exclusions = new Set(content.recurrence?.exclusions)
  const overrides = Object.entries(content.overrides).filter(([id]) => !exclusions.has(id))
  return { ...content, overrides: Object.fromEntries(overrides) }
}

/** Returns content without exclusions of occurrences that it does not have, but may get with other times. */
function withoutUnused(content: Content): Content {
  const { recurrence } = content
  if (!recurrence?.exclusions.length) return content
  const exclusions = recurrence.exclusions.filter((id) => hasSlot(content, id))
  return { ...content, recurrence: { ...recurrence, exclusions } }
}

/**
 * Returns content without the moves of occurrences that the provider cannot store, if their series gets other times there. It
 * could store some of them at these times, and they would differ although nobody has edited them.
 */
function withoutOwnMoves(content: Content, stored: Content, target: Content): Content {
  if (isEqual(whenOf(stored), whenOf(target))) return content
  const overrides = Object.entries(content.overrides).map(([id, override]) => {
    const { span, ...others } = override
    return [id, span && stored.overrides[id]?.span ? override : others]
  })
  return { ...content, overrides: Object.fromEntries(overrides) }
}

export function set(flat: FlatContent, field: string, value: unknown): void {
  if (value === undefined) flat.delete(field)
  else flat.set(field, value)
}

/** Compares two values of a field. Providers replace the names of attendees by those of their accounts. */
export function isSameValue(field: string, a: unknown, b: unknown): boolean {
  if (!field.startsWith('attendees/')) return isEqual(a, b)
  return isEqual(withoutName(a), withoutName(b))
}

function withoutName(person: unknown): unknown {
  return person && typeof person === 'object' ? { ...person, name: null } : person
}
