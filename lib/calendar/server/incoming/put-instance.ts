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
export interface WorkingPart {
  existing: ExistingEvent
  content: Content
  base: Content | null
  received: ReceivedState | null
  isChanged: boolean
  mapId: SeriesPart['mapId']
}

/** Maximum number of RANGE=THISANDFUTURE changes in a file, since each splits the series. */
export const MAX_SPLITS = 50

/**
 * Applies an instance of a file to the part of the series that contains it. An event that RANGE=THISANDFUTURE splits
 * off is added to `created`. Returns `older` if the stored instance is newer; ignores an instance that no part can
 * contain.
 */
export function putInstance<I extends IncomingEvent>(
  incoming: I,
  instance: IcalInstance,
  parts: WorkingPart[],
  created: ImportPlan<I>[],
): 'older' | undefined {
  const [root] = parts as [WorkingPart, ...WorkingPart[]]
  if (!root.content.recurrence) {
    if (recurrenceIdIn(instance.at!, root.content.span) === singleId(root.content))
      return putSingle(instance, root)
    if (isOrphan(root.content)) root.content = asSeries(root.content)
  }
  const seriesParts = parts.map(({ content, base, received, mapId }) => ({
    ...{ content, base, mapId },
    versions: received?.instances ?? {},
  }))
  const found = findInstance(seriesParts, instance)
  if (!found) return undefined
  const { index, id, sourceId } = found
  const part = parts[index]!
  if (isOutdated(incoming, instance, part, root.received, sourceId)) return 'older'
  const seriesPart = seriesParts[index]!
  if (instance.following) {
    const split = applyFollowing(seriesPart, id, instance)
    if (!split) return undefined
    part.content = split.before ?? split.after
    part.mapId = createIdMapper(part.base, part.content)
    if (split.before) {
      // The later part becomes an event of its own, stored as if the file contained it as a whole series.
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
  } else part.content = applyInstance(seriesPart, id, sourceId, instance)
  part.received = withReceivedInstance(part.received, sourceId, instance)
  part.isChanged = true
  return undefined
}

function putSingle(instance: IcalInstance, part: WorkingPart): 'older' | undefined {
  const id = singleId(part.content)
  const received = part.received?.instances[id] ?? part.received?.version
  if (received && isOlder(instance, received)) return 'older'
  part.content = applyToSingle(part.content, part.base, instance)
  const { version, instances, content } = part.received ?? { version: null, instances: {}, content: null }
  part.received = {
    version,
    instances: { ...instances, [id]: versionOf(instance) },
    content: content && applyToSingle(content, null, instance),
  }
  part.isChanged = true
  return undefined
}

function isOutdated(
  incoming: IncomingEvent,
  instance: IcalInstance,
  { existing, received }: WorkingPart,
  root: ReceivedState | null,
  sourceId: string,
): boolean {
  const knownVersion = received?.instances[sourceId] ?? root?.instances[sourceId]
  if (knownVersion) return isOlder(instance, knownVersion)
  const series = received?.version ?? root?.version
  if (series) return isOlderThanSeries(instance, series)
  return incoming.kindayId === existing.event.id && instance.sequence < existing.sequence
}
