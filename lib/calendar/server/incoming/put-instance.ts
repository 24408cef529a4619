import type { IcalInstance } from '../ical/ical-event'
import { recurrenceIdIn } from '../ical/moments'
import { applyFollowing } from './following'
import type { ExistingEvent, ImportPlan } from './import-plan'
import { applyInstance, createIdMapper, findInstance, type SeriesPart } from './instances'
import type { Content } from './normalize'
import { type IncomingEvent, type ReceivedState, toReceived, withReceivedInstance } from './received'
import { applyToSingle, asSeries, isOrphan, singleId } from './single'
import { isOlder, isOlderThanSeries, versionOf } from './version'

/** An event of a series during the import of instances. */
export interface Working {
  existing: ExistingEvent
  content: Content
  base: Content | null
  received: ReceivedState | null
  changed: boolean
  mapId: SeriesPart['mapId']
}

/** Maximum number of RANGE=THISANDFUTURE changes in a file, since each splits the series. */
export const MAX_SPLITS = 50

export function putInstance<I extends IncomingEvent>(
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
