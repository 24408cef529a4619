import { sortOverrides } from '@/lib/calendar/edits/override'
import type { IcalInstance } from '../ical/ical-event'
import { recurrenceIdIn } from '../ical/moments'
import { applyFollowing } from './following'
import { currentOf, type ExistingEvent, type ImportPlan } from './import-plan'
import { applyInstance, createIdMapper, findInstance, type SeriesPart } from './instances'
import { type Content, isSameContent } from './normalize'
import { type KnownPeople, resolveInstance, resolvePeople } from './people'
import { type IncomingEvent, type ReceivedState, toReceived, withReceivedInstance } from './received'
import { applyToSingle, asSeries, isOrphan, singleId } from './single'
import { isOlder, isOlderThanSeries, versionOf } from './version'

/** An event of a series during the import of instances. */
interface Working {
  existing: ExistingEvent
  content: Content
  base: Content | null
  received: ReceivedState | null
  changed: boolean
  mapId: SeriesPart['mapId']
}

/** Maximum number of RANGE=THISANDFUTURE changes in a file, since each splits the series. */
const MAX_SPLITS = 50

/** Plans the import of single instances, which changes these instances and nothing else. */
export function planInstances<I extends IncomingEvent>(
  incoming: I,
  instances: readonly IcalInstance[],
  root: ExistingEvent,
  people: KnownPeople,
): ImportPlan<I>[] {
  const parts = [root, ...root.parts.filter(({ writable }) => writable)].map((existing): Working => {
    const { received } = existing
    const { calendarId: _, ...content } = currentOf(existing)
    const base = received?.content ? resolvePeople(received.content, content, people) : null
    return { existing, content, base, received, changed: false, mapId: createIdMapper(base, content) }
  })
  const created: ImportPlan<I>[] = []
  let older = 0
  let following = 0
  for (const instance of instances) {
    if (instance.following && ++following > MAX_SPLITS) continue
    const own = resolveInstance(instance, currentOf(root), people)
    const outcome = own.at ? putInstance(incoming, own, parts, created) : cancelAll(own, parts)
    if (outcome === 'older') older++
  }
  if (older === instances.length) return [{ outcome: 'skipped', incoming, reason: 'older' }]
  const changed = parts.flatMap((part) => plannedOf(incoming, instances, part))
  if (changed.length + created.length > 0) return [...changed, ...created]
  return [{ outcome: 'unchanged', incoming, event: root.event, received: null }]
}

function plannedOf<I extends IncomingEvent>(
  incoming: I,
  instances: readonly IcalInstance[],
  { existing, content, received, changed }: Working,
): ImportPlan<I>[] {
  const { event } = existing
  if (!changed || isSameContent(currentOf(existing), content)) return []
  const sequence = Math.max(event.sequence + 1, ...instances.map((instance) => instance.sequence))
  return [
    {
      ...{ outcome: 'changed', incoming, before: event, answers: existing.answers, sequence, replaced: [] },
      content: { ...content, overrides: sortOverrides(Object.entries(content.overrides)) },
      received: received ?? { version: null, instances: {}, content: null },
      compared: { received: existing.received, sequence: existing.sequence },
    },
  ]
}

/** Applies METHOD:CANCEL of the whole event. */
function cancelAll(instance: IcalInstance, parts: Working[]): 'older' | undefined {
  const { version } = parts[0]!.received ?? { version: null }
  if (version && isOlder(instance, version)) return 'older'
  for (const part of parts) {
    part.content = { ...part.content, status: 'cancelled' }
    // A later file that restores the event is compared with this cancellation.
    const { received } = part
    part.received = received && {
      ...received,
      version: versionOf(instance),
      content: received.content && { ...received.content, status: 'cancelled' },
    }
    part.changed = true
  }
  return undefined
}

function putInstance<I extends IncomingEvent>(
  incoming: I,
  instance: IcalInstance,
  parts: Working[],
  created: ImportPlan<I>[],
): 'older' | undefined {
  const [root] = parts as [Working, ...Working[]]
  if (!root.content.recurrence) {
    if (recurrenceIdIn(instance.at!, root.content.span) === singleId(root.content))
      return putSingle(instance, root)
    if (isOrphan(root.content)) root.content = asSeries(root.content)
  }
  const stretches = parts.map(({ content, base, received, mapId }) => ({
    ...{ content, base, mapId },
    versions: received?.instances ?? {},
  }))
  const found = findInstance(stretches, instance)
  if (!found) return undefined
  const { index, id, sourceId } = found
  const part = parts[index]!
  if (isOld(incoming, instance, part, root.received, sourceId)) return 'older'
  const stretch = stretches[index]!
  if (instance.following) {
    const split = applyFollowing(stretch, id, instance)
    if (!split) return undefined
    part.content = split.before ?? split.after
    part.mapId = createIdMapper(part.base, part.content)
    if (split.before) {
      // The following part is a separate event, as if the file contained the whole series.
      const uid = `${part.existing.event.uid}/${id}`
      const following = { ...incoming, content: split.after, instances: null }
      created.push({
        outcome: 'new',
        incoming,
        uid,
        content: split.after,
        received: toReceived(following, null),
      })
    }
  } else part.content = applyInstance(stretch, id, sourceId, instance)
  part.received = withReceivedInstance(part.received, sourceId, instance)
  part.changed = true
  return undefined
}

function putSingle(instance: IcalInstance, part: Working): 'older' | undefined {
  const id = singleId(part.content)
  const known = part.received?.instances[id] ?? part.received?.version
  if (known && isOlder(instance, known)) return 'older'
  part.content = applyToSingle(part.content, part.base, instance)
  const { version, instances, content } = part.received ?? { version: null, instances: {}, content: null }
  part.received = {
    version,
    instances: { ...instances, [id]: versionOf(instance) },
    content: content && applyToSingle(content, null, instance),
  }
  part.changed = true
  return undefined
}

function isOld(
  incoming: IncomingEvent,
  instance: IcalInstance,
  { existing, received }: Working,
  root: ReceivedState | null,
  sourceId: string,
): boolean {
  const known = received?.instances[sourceId] ?? root?.instances[sourceId]
  if (known) return isOlder(instance, known)
  const series = received?.version ?? root?.version
  if (series) return isOlderThanSeries(instance, series)
  return incoming.kindayId === existing.event.id && instance.sequence < existing.sequence
}
