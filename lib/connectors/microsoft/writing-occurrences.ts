import type { CalendarObject } from '@/lib/calendar/event'
import { type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import { ConnectorError } from '../connector'
import { graphEventPath } from './account'
import { occurrencePatch } from './from-object'
import type { Patch, PatchContext } from './patch'
import { instancesOf } from './reading'
import { isEmpty, readState, sendPatch, type Writing } from './sending'
import type { MicrosoftState } from './state'
import { instantOf } from './times'

/**
 * Writes the occurrences that differ; returns the state afterwards, or null if none does. The version of
 * the series is compared only before the first write, because each change of an occurrence changes it.
 */
export async function writeOccurrences(
  writing: Writing,
  known: MicrosoftState,
  target: CalendarObject,
  isFresh: boolean,
): Promise<MicrosoftState | null> {
  const { account, calendar, context, options } = writing
  const { signal } = options
  if (!target.recurrence) return null
  const writes = occurrenceWrites(known, target, context)
  if (!writes.length) return null
  const id = known.root.id!
  if (!isFresh) {
    const now = await readState(account, calendar, id, signal)
    if (now.root['@odata.etag'] !== known.root['@odata.etag'])
      throw new ConnectorError('stale', 'the series has changed')
  }
  const instances = await instancesOf(account, calendar, known, signal)
  for (const { recurrenceId, patch } of writes) {
    const instance = instances?.ids.get(recurrenceId)
    if (!instance) continue
    if (patch) {
      const own = known.exceptions[recurrenceId]?.own ?? known.root.own
      await sendPatch(writing, instance, own, patch, {})
    } else {
      await account.requests
        .call(graphEventPath(calendar, instance), signal, { method: 'DELETE' })
        .catch((error) => {
          // An occurrence that is already gone is as it should be.
          if (error.problem !== 'gone') throw error
        })
    }
  }
  return readState(account, calendar, id, signal)
}

/** A write of an occurrence; without a patch, it is deleted. */
interface OccurrenceWrite {
  recurrenceId: RecurrenceId
  patch: Patch | null
}

function occurrenceWrites(
  { root, exceptions, deleted }: MicrosoftState,
  target: CalendarObject,
  context: PatchContext,
): OccurrenceWrite[] {
  const excluded = new Set(target.recurrence?.exclusions)
  const isDeleted = new Set(deleted)
  const alarmed = context.occurrenceAlarms ?? {}
  const removed = [...excluded].filter((id) => !isDeleted.has(id))
  const written = [...new Set([target.overrides, exceptions, alarmed].flatMap((each) => Object.keys(each)))]
    .filter((id) => !excluded.has(id) && !isDeleted.has(id))
    .map((id) => ({ recurrenceId: id, patch: occurrencePatch(root, exceptions[id], target, id, context) }))
    .filter(({ recurrenceId, patch }) => !isEmpty(patch, exceptions[recurrenceId]?.own ?? root.own))
  const shift = ({ recurrenceId: id, patch }: OccurrenceWrite) => {
    const next = instantOf(patch?.body.start)
    return next === null ? 0 : next - (instantOf(exceptions[id]?.start) ?? wallOfId(id))
  }
  // Outlook refuses to move an occurrence past another, so blocking occurrences are moved first.
  const [later, others] = [
    written.filter((each) => shift(each) > 0),
    written.filter((each) => shift(each) <= 0),
  ]
  const byId = (a: OccurrenceWrite, b: OccurrenceWrite) => (a.recurrenceId < b.recurrenceId ? -1 : 1)
  return [
    ...removed.map((recurrenceId) => ({ recurrenceId, patch: null })),
    ...later.sort(byId).reverse(),
    ...others.sort(byId),
  ]
}
