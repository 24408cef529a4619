import type { PendingWrite } from '@/db/schema/connections'
import { isEqual } from '@/lib/calendar/is-equal'
import { everyoneIn } from '@/lib/calendar/participant'
import { slotSpan } from '@/lib/calendar/series/series'
import { flatten, splitKey, unflatten, whenOf, withIdsOf } from '@/lib/calendar/server/incoming/flat-content'
import { type Content, isSameContent, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { isSameValue, set } from './reconcile'

/**
 * Returns the common ancestor of a link. If the response to a write was lost, the fields in which the remote object has
 * the written value count as synced. Otherwise the sync would take its own write for a remote change.
 * @param pending the write as the provider stores it
 */
export function withOwnWrites(
  base: Content | null,
  pending: PendingWrite | null,
  theirs: Content,
): Content | null {
  const written = pending?.content
  if (!written) return base
  if (!base && isWithoutAttendees(written, theirs)) return theirs
  const hasBegun = hasBegunSeries(base, written, theirs)
  if (!base && !hasBegun) return written
  const [synced, own, remote] = [base ?? written, written, theirs].map((version) =>
    flatten(withIdsOf(normalizeContent(version), theirs)),
  ) as [Map<string, unknown>, Map<string, unknown>, Map<string, unknown>]
  const before = new Map(synced)
  const former = flatten(normalizeContent(base ?? written))
  const { attendees } = normalizeContent(base ?? written)
  for (const field of new Set([...synced.keys(), ...own.keys(), ...remote.keys()])) {
    const value = remote.get(field)
    const isUnsent = hasBegun && value === undefined && EXCEPTION.test(field)
    // Providers copy the fields of a series into its exceptions, which are written after it and may still have the old ones.
    const [, id, name] = splitKey(field)
    const inherited = name === 'attendees' ? attendees : name && before.get(name)
    const isCopy = name && base && !own.has(field) && isEqual(inherited, value)
    // Exceptions of the former times that the series has by chance at the new ones, too, stay until they are written.
    const isOverride = name === 'span' && base && former.has(`overrides/${id}`)
    const left = former.get(field) ?? (isOverride ? slotSpan(base, id!) : undefined)
    const isLeft = hasBegun && EXCEPTION.test(field) && isEqual(left, value)
    if (isUnsent || isCopy || isLeft || isSameValue(field, own.get(field), value)) set(synced, field, value)
  }
  return normalizeContent(unflatten(synced))
}

/** The keys of exceptions in flat content. */
const EXCEPTION = /^(overrides|exclusions)\//

/** Returns whether a provider has stored an object, but none of its attendees. Nobody has removed these. */
function isWithoutAttendees(written: Content, theirs: Content): boolean {
  if (!everyoneIn(written).length || everyoneIn(theirs).length) return false
  const overrides = Object.entries(written.overrides).map(([id, { attendees: _, ...others }]) => [id, others])
  const rest = { ...written, kind: theirs.kind, attendees: [], overrides: Object.fromEntries(overrides) }
  return isSameContent(rest, theirs)
}

/**
 * Returns whether a series was written that may still lack its exceptions: providers drop them with other times or with a
 * restored occurrence, and they are written one by one after the series. Missing exceptions were not deleted remotely.
 */
function hasBegunSeries(base: Content | null, written: Content, theirs: Content): boolean {
  const [before, own, remote] = [base, written, theirs].map((version) => version && normalizeContent(version))
  if (!remote!.recurrence || !isEqual(whenOf(own!), whenOf(remote!))) return false
  if (!before || !isEqual(whenOf(before), whenOf(remote!))) return true
  const kept = new Set([own, remote].flatMap((version) => version!.recurrence!.exclusions))
  return before.recurrence!.exclusions.some((id) => !kept.has(id))
}
