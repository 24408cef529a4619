import type { PendingWrite } from '@/db/schema/connections'
import { flatten, unflatten, withIdsOf } from '@/lib/calendar/server/incoming/flat-content'
import { type Content, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { isSameValue, set } from './reconcile'

/**
 * Returns the common ancestor of a link. If the response to a write was lost, the fields in which the remote object has
 * the written value count as synced. Otherwise the sync would take its own write for a remote change.
 */
export function withOwnWrites(
  base: Content | null,
  pending: PendingWrite | null,
  theirs: Content,
): Content | null {
  const written = pending?.content
  if (!written || !base) return written ?? base
  const [synced, own, remote] = [base, written, theirs].map((version) =>
    flatten(withIdsOf(normalizeContent(version), theirs)),
  ) as [Map<string, unknown>, Map<string, unknown>, Map<string, unknown>]
  for (const field of new Set([...synced.keys(), ...own.keys(), ...remote.keys()])) {
    const value = remote.get(field)
    if (isSameValue(field, own.get(field), value)) set(synced, field, value)
  }
  return normalizeContent(unflatten(synced))
}
