import { type ComparedState, currentOf, type ExistingEvent, type ImportPlan } from './import-plan'
import { applyInstance } from './instances'
import { mergeIncoming } from './merge'
import { type Content, isSameContent } from './normalize'
import { type KnownPeople, resolvePeople, withAttendees } from './people'
import { type IncomingEvent, type ReceivedState, toReceived } from './received'
import { isOrphan, isSeriesOfOrphans, orphansIn } from './single'
import { hasTimestamp, isOlder } from './version'

/** Plans the import of an event whose master is in the file. */
export function planWhole<I extends IncomingEvent>(
  incoming: I,
  existing: ExistingEvent,
  people: KnownPeople,
): ImportPlan<I> {
  const { event } = existing
  // The file is an export of this event.
  const isOwn = incoming.kindayId === event.id
  const received = isOwn ? null : existing.received
  const current = currentOf(existing)
  const resolved = resolvePeople(incoming.content, current, people)
  const file = incoming.published ? withAttendees(resolved, current) : resolved
  const knownVersion = received?.version ?? null
  const isOld = knownVersion ? isOlder(incoming, knownVersion) : incoming.sequence < existing.sequence
  const next = isOwn ? null : toReceived(incoming, received)
  if (isSameContent(current, file)) {
    const newReceived = next && (!knownVersion || (!isOld && isNewer(incoming, knownVersion))) ? next : null
    return { outcome: 'unchanged', incoming, event, received: newReceived }
  }
  if (isOrphan(current) || isSeriesOfOrphans(current, received?.content ?? null)) {
    const content = withOrphans(file, current)
    const sequence = Math.max(incoming.sequence, event.sequence + 1)
    return {
      outcome: 'changed',
      incoming,
      before: event,
      ...{ answers: existing.answers, managed: existing.managed },
      content,
      sequence,
      received: toReceived(incoming, null),
      compared: comparedOf(existing),
      replaced: [],
    }
  }
  if (isOld) return { outcome: 'skipped', incoming, reason: 'older' }
  const base = received?.content ? resolvePeople(received.content, current, people) : defaultBase(current)
  const { content, replaced } = mergeIncoming(base, current, file)
  if (isSameContent(current, content)) {
    return {
      outcome: 'unchanged',
      incoming,
      event,
      received: next && isNewer(incoming, knownVersion) ? next : null,
    }
  }
  const sequence = Math.max(incoming.sequence, event.sequence + 1)
  return {
    ...{ outcome: 'changed', incoming, before: event, content, sequence },
    ...{ answers: existing.answers, managed: existing.managed },
    received: next ?? existing.received ?? toReceived(incoming, null),
    compared: comparedOf(existing),
    replaced: received?.content ? replaced : [],
  }
}

/**
 * Returns the merge base if no received version is known: all differences are changes of the file, except that
 * occurrences deleted locally stay deleted.
 */
function defaultBase({ calendarId: _, ...current }: Content & { calendarId?: string }): Content {
  const { recurrence } = current
  return { ...current, recurrence: recurrence && { ...recurrence, exclusions: [] } }
}

/**
 * Adds the instances that were received before their series, except those that the file contains. Occurrences deleted
 * locally stay deleted.
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
  return known === null || isOlder(known, incoming) || (!hasTimestamp(known) && hasTimestamp(incoming))
}

function comparedOf({ received, sequence }: ExistingEvent): ComparedState {
  return { received, sequence }
}
