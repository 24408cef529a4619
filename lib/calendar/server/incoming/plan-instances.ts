import { sortOverrides } from '@/lib/calendar/edits/override'
import type { IcalInstance } from '../ical/ical-event'
import { currentOf, type ExistingEvent, type ImportPlan } from './import-plan'
import { createIdMapper } from './instances'
import { isSameContent } from './normalize'
import { type KnownPeople, resolveInstance, resolvePeople } from './people'
import { MAX_SPLITS, putInstance, type WorkingPart } from './put-instance'
import type { IncomingEvent } from './received'
import { isOlder, versionOf } from './version'

/** Plans the import of single instances, which changes these instances and nothing else. */
export function planInstances<I extends IncomingEvent>(
  incoming: I,
  instances: readonly IcalInstance[],
  root: ExistingEvent,
  people: KnownPeople,
): ImportPlan<I>[] {
  const parts = [root, ...root.parts.filter(({ isWritable }) => isWritable)].map((existing): WorkingPart => {
    const { received } = existing
    const { calendarId: _, ...content } = currentOf(existing)
    const base = received?.content ? resolvePeople(received.content, content, people) : null
    return { existing, content, base, received, isChanged: false, mapId: createIdMapper(base, content) }
  })
  const created: ImportPlan<I>[] = []
  let olderCount = 0
  let followingCount = 0
  for (const instance of instances) {
    if (instance.following && ++followingCount > MAX_SPLITS) continue
    const resolved = resolveInstance(instance, currentOf(root), people)
    const outcome = resolved.at ? putInstance(incoming, resolved, parts, created) : cancelAll(resolved, parts)
    if (outcome === 'older') olderCount++
  }
  if (olderCount === instances.length) return [{ outcome: 'skipped', incoming, reason: 'older' }]
  const changed = parts.flatMap((part) => plannedOf(incoming, instances, part))
  if (changed.length + created.length > 0) return [...changed, ...created]
  return [{ outcome: 'unchanged', incoming, event: root.event, received: null }]
}

function plannedOf<I extends IncomingEvent>(
  incoming: I,
  instances: readonly IcalInstance[],
  { existing, content, received, isChanged }: WorkingPart,
): ImportPlan<I>[] {
  const { event, answers, managed } = existing
  if (!isChanged || isSameContent(currentOf(existing), content)) return []
  const sequence = Math.max(event.sequence + 1, ...instances.map((instance) => instance.sequence))
  return [
    {
      ...{ outcome: 'changed', incoming, before: event, answers, managed, sequence, replaced: [] },
      content: { ...content, overrides: sortOverrides(Object.entries(content.overrides)) },
      received: received ?? { version: null, instances: {}, content: null },
      compared: { received: existing.received, sequence: existing.sequence },
    },
  ]
}

/** Applies METHOD:CANCEL of the whole event. */
function cancelAll(instance: IcalInstance, parts: WorkingPart[]): 'older' | undefined {
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
    part.isChanged = true
  }
  return undefined
}
