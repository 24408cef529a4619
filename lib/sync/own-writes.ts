import type { PendingWrite } from '@/db/schema/connections'
import { flatten, unflatten, withIdsOf } from '@/lib/calendar/server/incoming/flat-content'
import { type Content, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { isSameValue, set } from './reconcile'

/**
 * Returns the common ancestor of a link, in which a write counts as synced whose answer was lost, as far as the remote
 * object has it. Otherwise the sync would take its own write for a remote change.
 */
export function withOwnWrites(
  base: Content | null,
  pending: PendingWrite | null,
  theirs: Content,
): Content | null {
  const written = pending?.content
  if (!written || !base) return written ?? base
  const [was, own, there] = [base, written, theirs].map((version) =>
    flatten(withIdsOf(normalizeContent(version), theirs)),
  ) as [Map<string, unknown>, Map<string, unknown>, Map<string, unknown>]
  for (const field of new Set([...was.keys(), ...own.keys(), ...there.keys()])) {
    const value = there.get(field)
    if (isSameValue(field, own.get(field), value)) set(was, field, value)
  }
  return normalizeContent(unflatten(was))
}
