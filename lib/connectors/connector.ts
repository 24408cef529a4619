import type { CalendarObject } from '@/lib/calendar/event'
import type { Zone } from '@/lib/calendar/zones/zone'

/** A calendar of an account at a provider. */
export interface RemoteCalendar {
  id: string
  name: string
  zone: Zone | null
  /** A name of the palette; null if the provider has no color. */
  color: string | null
  /** What the account can do: see busy times, see events, or change them. */
  access: 'busy' | 'read' | 'write'
  isPrimary: boolean
}

/** What a provider reports of an object: the object itself with its instances, some of these, or that it was deleted. */
export interface RemoteChange {
  /** Id of the object at the provider; for an instance, that of its series. */
  id: string
  /** The state of the object that the change gives: passed to {@link Connector.mergeState}. */
  raw: unknown
}

/** A part of the changes since a cursor. Only the last one has the next cursor. */
export interface ChangePage {
  changes: RemoteChange[]
  cursor: string | null
}

/** The state of an object, as a link stores it: what the provider has, in the provider's own form. */
export type RemoteState = Record<string, unknown>

/** An object in Kinday's form, with what identifies it. */
export interface RemoteObject {
  uid: string
  /** Null if it was deleted, or if it has no readable time. */
  content: CalendarObject | null
  /** Whether the account can only read it, and why. */
  readOnly: 'not-organizer' | 'locked' | 'special' | null
}

export interface WriteOptions {
  /** Whether the provider informs the attendees. */
  notifies: boolean
  signal: AbortSignal
}

/** A provider of calendars. Everything that depends on stored data is left to lib/sync. */
export interface Connector {
  listCalendars(signal: AbortSignal): Promise<RemoteCalendar[]>
  /**
   * Reads the changes since a cursor, or everything without one.
   * @throws ConnectorError `cursor-expired`
   */
  pull(calendar: RemoteCalendar, cursor: string | null, signal: AbortSignal): AsyncIterable<ChangePage>
  /** Reads one object with its instances; null if it does not exist. */
  read(calendar: RemoteCalendar, id: string, signal: AbortSignal): Promise<RemoteState | null>
  /** Adds a change to the known state of its object. */
  mergeState(state: RemoteState | null, change: RemoteChange): RemoteState
  toObject(calendar: RemoteCalendar, state: RemoteState): RemoteObject
  /** Returns what remains of content once the provider has stored it; null if it cannot store it. */
  project(calendar: RemoteCalendar, content: CalendarObject): CalendarObject | null
  /**
   * Makes an object equal to content, and returns its new state.
   * @param state the state that the content was merged with; null to create the object with this id
   * @throws ConnectorError `stale` if the object was changed since, `exists`, `gone`
   */
  write(
    calendar: RemoteCalendar,
    id: string,
    state: RemoteState | null,
    content: CalendarObject & { uid: string },
    options: WriteOptions,
  ): Promise<RemoteState>
  remove(calendar: RemoteCalendar, id: string, state: RemoteState, options: WriteOptions): Promise<void>
  /** Returns the id with which a new object is created: always the same for the same key, so that it exists once. */
  idFor(key: string): string
}

/** Why a provider did not do what it was asked. */
export type ConnectorProblem =
  | 'rate-limited'
  | 'sign-in-needed'
  | 'forbidden'
  | 'gone'
  | 'stale'
  | 'exists'
  | 'cursor-expired'
  | 'unreachable'
  | 'refused'

/** @param retryAt when the provider may be asked again */
export class ConnectorError extends Error {
  constructor(
    readonly problem: ConnectorProblem,
    message: string,
    readonly retryAt: Date | null = null,
  ) {
    super(`${problem}: ${message}`)
  }
}
