import { isEqual } from '@/lib/calendar/is-equal'
import type { RemoteState } from '@/lib/calendar/server/remote'
import { toStorable } from '@/lib/schemas/to-storable'
import type { GoogleEvent, GoogleObject } from './event'

/** The state of a Google event: its series, and the instances that differ from it, by id. */
export interface GoogleState extends RemoteState {
  root: GoogleEvent
  instances: Record<string, GoogleEvent>
}

/** Maximum number of instances of a series that differ from it. */
const MAX_INSTANCES = 5000

/** Returns the id of the event, or of the series of an instance. */
export function rootIdOf({ id, recurringEventId }: GoogleEvent): string {
  return recurringEventId ?? id!
}

/** Returns an event as Google has sent it, without characters that the database cannot store. */
export function toEvent(raw: unknown): GoogleEvent {
  return toStorable(raw) as GoogleEvent
}

/** Returns a state with an event or an instance. An instance can be listed before its series. */
export function stateWithEvent(state: GoogleState | null, raw: unknown): GoogleState {
  return addEvent(state && { ...state, instances: { ...state.instances } }, raw)
}

/** Adds an event or an instance to a state, which it may change: a copy for each of thousands would take minutes. */
export function addEvent(state: GoogleState | null, raw: unknown): GoogleState {
  const event = toEvent(raw)
  const { root, instances } = state ?? { root: {}, instances: {} }
  if (event.recurringEventId) {
    instances[event.id!] = event
    return { root, instances }
  }
  return { root: event, instances: event.recurrence?.length ? instances : {} }
}

/**
 * Returns whether a series has got other times, or lacks instances that it had before. Google does not list the instances
 * that it has lost, and lists others on later pages than the series.
 */
export function hasUncertainInstances(known: GoogleState, { root, instances }: GoogleState): boolean {
  const before = Object.keys(known.instances)
  if (!before.length || root.status === 'cancelled') return false
  const whenOf = ({ start, recurrence }: GoogleEvent) => [start, recurrence]
  return before.some((id) => !(id in instances)) || !isEqual(whenOf(known.root), whenOf(root))
}

/** @throws Error if the series has more instances of its own than an event can have exceptions */
export function googleObjectOf({ root, instances: byId }: GoogleState): GoogleObject {
  const instances = Object.values(byId)
  if (instances.length > MAX_INSTANCES)
    throw new Error('A series of Google has too many instances of its own')
  return { root, instances }
}
