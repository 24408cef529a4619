import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar, RemoteState } from '@/lib/calendar/server/remote'

/** A provider's report about an object: all of it, some of its instances, or its deletion. */
export interface RemoteChange {
  /** Id of the object at the provider; for an instance, that of its series. */
  id: string
  /** The report in the provider's form, for {@link Connector.mergeState}. */
  raw: unknown
  /** Identifies the object if its id is different at every fetch; null if ids are stable. */
  fingerprint: string | null
  /** The id by {@link Connector.idFor} with which Kinday has created the object, if the provider then chose another. */
  createdAs?: string | undefined
}

/** A page of the changes since a cursor. Only the last page has the next cursor. */
export interface ChangePage {
  changes: RemoteChange[]
  /** Ids of objects that the provider lists but fails to return. They stay as they are; a later pull reads them again. */
  unreadable?: string[]
  cursor: string | null
  /** Whether all pages together list all objects, so that objects missing from them were deleted. */
  isWhole: boolean
}

/** An object in Kinday's form, with its UID. */
export interface RemoteObject {
  uid: string
  /** Null if it was deleted, or if it has no readable time. */
  content: CalendarObject | null
  /** Whether the account can only read it, and why. */
  readOnly: 'not-organizer' | 'locked' | 'special' | null
  /** The account's own reminders, in minutes before the start. Null: the provider's defaults. */
  alarms: number[] | null
  /** The account's own reminders of occurrences that differ from those of the series. Undefined: not supported. */
  occurrenceAlarms?: OccurrenceAlarms
  /** Whether it consists of instances only, whose series may be listed on a later page. */
  isPart?: boolean
}

/** A request of notifications about changes of a calendar. */
export interface Channel {
  /** The id that Kinday has requested, or the one that the provider has chosen: a UUID. */
  id: string
  /** The provider's id of the watched resource. */
  resource: string
  expiresAt: Date
}

export interface WriteOptions {
  /** Whether the provider informs the attendees. */
  notifies: boolean
  /** The account's own reminders, in minutes before the start. Undefined: they stay. Null: the provider's defaults. */
  alarms?: number[] | null
  /** The reminders of all occurrences that have some of their own. Undefined: they stay. */
  occurrenceAlarms?: OccurrenceAlarms
  signal: AbortSignal
}

/** A provider of calendars. Everything that depends on stored data is left to lib/sync. */
export interface Connector {
  /**
   * Whether objects can be written, whether the provider can notify of changes, and whether it lists the instances of a
   * series as changes of their own. `findsLater`: an object that was just created may not be found by the id that it was
   * created with.
   */
  capabilities: { writes: boolean; watches: boolean; listsInstances?: true; findsLater?: true }
  listCalendars(signal: AbortSignal): Promise<RemoteCalendar[]>
  /**
   * Reads the changes since a cursor, or everything without one.
   * @throws ConnectorError `cursor-expired`
   */
  pull(calendar: RemoteCalendar, cursor: string | null, signal: AbortSignal): AsyncIterable<ChangePage>
  /** Reads one object with its instances, by its id or the one that it was created with; null if it does not exist. */
  read(calendar: RemoteCalendar, id: string, signal: AbortSignal): Promise<RemoteState | null>
  /** Adds a change to the known state of its object, which it may change. */
  mergeState(state: RemoteState | null, change: RemoteChange): RemoteState
  /**
   * Returns whether a state that was listed may have other instances than the object, judging by the state that was known
   * before: providers do not list the instances that a series loses with other times.
   */
  isUncertain?(known: RemoteState, state: RemoteState): boolean
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
  /** Requests notifications of changes, which the provider posts to `address` with the token. */
  watch(
    calendar: RemoteCalendar,
    request: { id: string; token: string; address: string },
    signal: AbortSignal,
  ): Promise<Channel>
  /**
   * Extends a channel. Undefined if the provider cannot: another channel replaces it.
   * @throws ConnectorError `gone` if the channel has ended
   */
  renew?(channel: Pick<Channel, 'id' | 'resource'>, signal: AbortSignal): Promise<Channel>
  unwatch(channel: Pick<Channel, 'id' | 'resource'>, signal: AbortSignal): Promise<void>
  /** Returns the id with which a new object is created: always the same for the same key, so that it exists once. */
  idFor(key: string): string
  /** Returns the id that the provider has chosen for an object that was created as {@link idFor}. Undefined if it keeps that one. */
  idOf?(state: RemoteState): string
}

/** Reason for which a provider did not carry out a request. */
export type ConnectorProblem =
  | 'rate-limited'
  | 'sign-in-needed'
  | 'forbidden'
  | 'gone'
  | 'stale'
  | 'exists'
  | 'cursor-expired'
  | 'unreachable'
  /** The responses of other calendars take the memory of this process. */
  | 'busy'
  | 'refused'
  /** The provider fails with this object, but not with others. */
  | 'object-failed'
  /** The credentials cannot be decrypted. */
  | 'key-missing'
  /** The objects of the user's calendars take more storage than a user may use. */
  | 'too-much-data'
  // Problems of feeds:
  | 'not-found'
  | 'not-a-calendar'
  | 'incomplete'
  | 'too-large'
  | 'private-target'
  | 'bad-certificate'

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

/** A server violates its protocol, such as a page of a proxy that responds instead. */
export class UnexpectedResponse extends ConnectorError {
  constructor(
    message: string,
    readonly reason: 'content' | 'redirects' = 'content',
  ) {
    super('unreachable', message)
  }
}

/** A provider did not respond in time. */
export class ResponseTimeout extends ConnectorError {
  constructor() {
    super('unreachable', 'timeout')
  }
}

/** An object cannot be created, since its UID exists in the calendar under another id. */
export class ObjectExistsError extends ConnectorError {
  constructor(readonly id: string) {
    super('exists', 'the UID exists')
  }
}
