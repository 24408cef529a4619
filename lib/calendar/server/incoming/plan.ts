import {
  type ComparedState,
  currentOf,
  type ExistingEvent,
  type ExistingEvents,
  type ImportPlan,
} from './import-plan'
import { applyInstance } from './instances'
import { mergeIncoming } from './merge'
import { type Content, isSameContent } from './normalize'
import { type KnownPeople, resolvePeople, withAttendees } from './people'
import { planInstances } from './plan-instances'
import { type IncomingEvent, type ReceivedState, toReceived } from './received'
import { isOfOrphans, isOrphan, orphansIn } from './single'
import { hasTime, isOlder } from './version'

/**
 * Plans the import of each event of a file (RFC 5546 §2.1.5). Compares the file with the last received version and
 * merges its changes into local edits, field by field. A file changes only what it contains: one with single
 * instances changes those. See docs/decisions/0015.
 */
export function planImport<I extends IncomingEvent>(
  file: readonly I[],
  existing: ExistingEvents,
  people: KnownPeople,
): ImportPlan<I>[] {
  return [...plansOf(file, existing, people)]
}

/** As {@link planImport}, as a generator, so that callers can yield to other requests. */
export function* plansOf<I extends IncomingEvent>(
  file: readonly I[],
  existing: ExistingEvents,
  people: KnownPeople,
): Generator<ImportPlan<I>> {
  const seen = new Set<string>()
  const used = new Set<string>()
  // Later parts of a series changed by single instances of the file, since each event is written once.
  const changed = new Set<string>()
  for (const incoming of file) {
    const key = `${incoming.kindayId ?? ''} ${incoming.uid}`
    const match = seen.has(key) ? undefined : choose(incoming, existing, used)
    if (seen.has(key) || (match && changed.has(match.event.id)))
      yield { outcome: 'skipped', incoming, reason: 'duplicate' }
    else if (!match) yield planNew(incoming, people)
    else if (!match.writable) yield { outcome: 'skipped', incoming, reason: 'other_calendar' }
    else {
      used.add(match.event.id)
      if (incoming.instances) {
        const parts = match.parts.filter(({ event }) => !used.has(event.id) && !changed.has(event.id))
        const planned = planInstances(incoming, incoming.instances, { ...match, parts }, people)
        for (const plan of planned) if (plan.outcome === 'changed') changed.add(plan.before.id)
        yield* planned
      } else yield planWhole(incoming, match, people)
    }
    seen.add(key)
  }
}

/** Returns the existing event of an imported one: by X-KINDAY-ID, else by UID. Each event is used once. */
function choose(incoming: IncomingEvent, { byUid, byId }: ExistingEvents, used: ReadonlySet<string>) {
  const own = incoming.kindayId === null ? undefined : byId.get(incoming.kindayId)
  if (own && !used.has(own.event.id)) return own
  const found = (byUid.get(incoming.uid) ?? []).filter(({ event }) => !used.has(event.id))
  return found.find(({ writable }) => writable) ?? found[0]
}

function planNew<I extends IncomingEvent>(incoming: I, people: KnownPeople): ImportPlan<I> {
  if (incoming.instances?.every(({ fields }) => fields.status === 'cancelled')) {
    return { outcome: 'skipped', incoming, reason: 'not_here' }
  }
  const content = resolvePeople(incoming.content, null, people)
  return { outcome: 'new', incoming, uid: incoming.uid, content, received: toReceived(incoming, null) }
}

/** Plans the import of an event with its master. */
function planWhole<I extends IncomingEvent>(
  incoming: I,
  existing: ExistingEvent,
  people: KnownPeople,
): ImportPlan<I> {
  const { event } = existing
  const isOwn = incoming.kindayId === event.id
  const received = isOwn ? null : existing.received
  const current = currentOf(existing)
  const resolved = resolvePeople(incoming.content, current, people)
  const file = incoming.published ? withAttendees(resolved, current) : resolved
  const known = received?.version ?? null
  const isOld = known ? isOlder(incoming, known) : incoming.sequence < existing.sequence
  const next = isOwn ? null : toReceived(incoming, received)
  if (isSameContent(current, file)) {
    const news = next && (!known || (!isOld && isNewer(incoming, known))) ? next : null
    return { outcome: 'unchanged', incoming, event, received: news }
  }
  if (isOrphan(current) || isOfOrphans(current, received?.content ?? null)) {
    const content = withOrphans(file, current)
    const sequence = Math.max(incoming.sequence, event.sequence + 1)
    return {
      outcome: 'changed',
      incoming,
      before: event,
      answers: existing.answers,
      content,
      sequence,
      received: toReceived(incoming, null),
      compared: comparedOf(existing),
      replaced: [],
    }
  }
  if (isOld) return { outcome: 'skipped', incoming, reason: 'older' }
  const base = received?.content ? resolvePeople(received.content, current, people) : baseless(current)
  const { content, replaced } = mergeIncoming(base, current, file)
  if (isSameContent(current, content)) {
    return { outcome: 'unchanged', incoming, event, received: next && isNewer(incoming, known) ? next : null }
  }
  const sequence = Math.max(incoming.sequence, event.sequence + 1)
  return {
    ...{ outcome: 'changed', incoming, before: event, answers: existing.answers, content, sequence },
    received: next ?? existing.received ?? toReceived(incoming, null),
    compared: comparedOf(existing),
    replaced: received?.content ? replaced : [],
  }
}

/**
 * Returns the merge base if no received version is known: all differences are changes of the file, except that
 * occurrences deleted locally stay deleted. An instance received without its series is not part of the file's series.
 */
function baseless({ calendarId: _, ...current }: Content & { calendarId?: string }): Content {
  const { recurrence } = current
  return { ...current, recurrence: recurrence && { ...recurrence, exclusions: [] } }
}

/**
 * Returns a series with the instances previously received without it, except those that the file contains. Occurrences
 * deleted locally stay deleted.
 */
function withOrphans(file: Content, current: Content): Content {
  if (!file.recurrence) return file
  const exclusions = current.recurrence?.exclusions ?? []
  let content = file
  for (const [id, { span, unknown, ...fields }] of orphansIn(current)) {
    if (Object.hasOwn(file.overrides, id) || exclusions.includes(id)) continue
    const instance = { at: null, following: false, isBare: false, span, fields: { ...fields, unknown } }
    content = applyInstance({ content, base: null }, id, id, { ...instance, ...NO_VERSION })
  }
  const recurrence = content.recurrence!
  const all = [...new Set([...recurrence.exclusions, ...exclusions])].sort()
  return { ...content, recurrence: { ...recurrence, exclusions: all } }
}

const NO_VERSION = { sequence: 0, lastModified: null, stamp: null }

/** Returns whether a file's version replaces the known one. */
function isNewer(incoming: IncomingEvent, known: ReceivedState['version']): boolean {
  return known === null || isOlder(known, incoming) || (!hasTime(known) && hasTime(incoming))
}

function comparedOf({ received, sequence }: ExistingEvent): ComparedState {
  return { received, sequence }
}
