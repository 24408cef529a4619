import type { ExistingEvents, ImportPlan } from './import-plan'
import { type KnownPeople, resolvePeople } from './people'
import { planInstances } from './plan-instances'
import { planWhole } from './plan-whole'
import { type IncomingEvent, toReceived } from './received'

/**
 * Plans the import of each event of a file (RFC 5546 §2.1.5). Compares the file with the last received version and
 * merges its changes into local edits, field by field. A file changes only what it contains: a file with single
 * instances changes only these instances. See docs/decisions/0015.
 */
export function planFileImport<I extends IncomingEvent>(
  file: readonly I[],
  existing: ExistingEvents,
  people: KnownPeople,
): ImportPlan<I>[] {
  return [...plansOf(file, existing, people)]
}

/** As {@link planFileImport}, as a generator, so that callers can yield to other requests. */
export function* plansOf<I extends IncomingEvent>(
  file: readonly I[],
  existing: ExistingEvents,
  people: KnownPeople,
): Generator<ImportPlan<I>> {
  const seenKeys = new Set<string>()
  const usedIds = new Set<string>()
  // Ids of events that single instances of the file change: their own component is skipped as a duplicate, since each
  // event is written once.
  const changed = new Set<string>()
  for (const incoming of file) {
    const key = `${incoming.kindayId ?? ''} ${incoming.uid}`
    const match = seenKeys.has(key) ? undefined : findMatch(incoming, existing, usedIds)
    if (seenKeys.has(key) || (match && changed.has(match.event.id)))
      yield { outcome: 'skipped', incoming, reason: 'duplicate' }
    else if (!match) yield planNew(incoming, people)
    else if (!match.isWritable) yield { outcome: 'skipped', incoming, reason: 'other_calendar' }
    else {
      usedIds.add(match.event.id)
      if (incoming.instances) {
        const parts = match.parts.filter(({ event }) => !usedIds.has(event.id) && !changed.has(event.id))
        const planned = planInstances(incoming, incoming.instances, { ...match, parts }, people)
        for (const plan of planned) if (plan.outcome === 'changed') changed.add(plan.before.id)
        yield* planned
      } else yield planWhole(incoming, match, people)
    }
    seenKeys.add(key)
  }
}

/** Returns the existing event of an imported one: by X-KINDAY-ID, else by UID. Each event is used once. */
function findMatch(incoming: IncomingEvent, { byUid, byId }: ExistingEvents, usedIds: ReadonlySet<string>) {
  const byKindayId = incoming.kindayId === null ? undefined : byId.get(incoming.kindayId)
  if (byKindayId && !usedIds.has(byKindayId.event.id)) return byKindayId
  const found = (byUid.get(incoming.uid) ?? []).filter(({ event }) => !usedIds.has(event.id))
  return found.find(({ isWritable }) => isWritable) ?? found[0]
}

function planNew<I extends IncomingEvent>(incoming: I, people: KnownPeople): ImportPlan<I> {
  if (incoming.instances?.every(({ fields }) => fields.status === 'cancelled')) {
    return { outcome: 'skipped', incoming, reason: 'no_such_event' }
  }
  const content = resolvePeople(incoming.content, null, people)
  return { outcome: 'new', incoming, uid: incoming.uid, content, received: toReceived(incoming, null) }
}
