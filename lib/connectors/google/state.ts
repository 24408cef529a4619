import type { RemoteState } from '@/lib/calendar/server/remote'
import { toStorable } from '@/lib/schemas/to-storable'
import type { GoogleEvent, GoogleObject } from './event'

/** The state of a Google event: its series, and the instances that differ from it, by id. */
export interface GoogleState extends RemoteState {
  root: GoogleEvent
  instances: Record<string, GoogleEvent>
}

/** Returns the id of the event, or of the series of an instance. */
export function rootIdOf({ id, recurringEventId }: GoogleEvent): string {
  return recurringEventId ?? id!
}

/** Returns an event as Google has sent it, without characters that the database cannot store. */
export function toEvent(raw: unknown): GoogleEvent {
  return toStorable(raw) as GoogleEvent
}

/** Adds an event or an instance. An instance can be listed before its series. */
export function withEvent(state: GoogleState | null, raw: unknown): GoogleState {
  const event = toEvent(raw)
  const { root, instances } = state ?? { root: {}, instances: {} }
  if (event.recurringEventId) return { root, instances: { ...instances, [event.id!]: event } }
  return { root: event, instances: event.recurrence?.length ? instances : {} }
}

export function googleObjectOf({ root, instances }: GoogleState): GoogleObject {
  return { root, instances: Object.values(instances) }
}
