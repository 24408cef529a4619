import type { AnswerStatus } from '@/lib/calendar/participant'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { RemoteState } from '@/lib/calendar/server/remote'
import type { Span } from '@/lib/calendar/span'
import type { ConnectionKind } from '@/lib/calendar/sync-choices'
import type { Connector } from '@/lib/connectors/connector'

/** A provider with one calendar, as the random test uses it: the connector, another client, and faults of requests. */
export interface RandomProvider {
  kind: ConnectionKind
  /** Opens a connector without the memory of former ones, as a new process does. */
  connect(): Connector
  /** The other client of the calendar. It sees all objects, and its edits are carried out at once. */
  client: RemoteClient
  /** Maximum number of objects per page, where the provider has pages. */
  setPageSize(size: number): void
  /** Lets the provider forget its cursors. */
  expireCursors(): void
  /**
   * Lets the provider forget objects that were deleted long ago, since it would list ever more of them. The binding must
   * have synced everything.
   */
  forgetDeleted(): void
  /** Called for each request of the connector; returns how it fails, if it does. Edits of the client are no requests. */
  onRequest(): MaybePromise<RequestFault | undefined>
  /** Number of requests of the connector that were carried out and can change something. */
  writes(): number
  /** Violations of the provider's protocol by requests of the connector. */
  violations(): string[]
  close(): Promise<void>
}

/**
 * How a request fails. `refused`: it is not carried out, and the response says that the provider is not available.
 * `lost`: it is carried out, and the connection ends without a response. `until`: the connection ends at once, and the
 * request is carried out once the promise resolves.
 */
export type RequestFault = 'refused' | 'lost' | { until: Promise<void> }

/** Edits return false if the provider refuses them, such as those of an occurrence that a series does not have. */
export interface RemoteClient {
  /** Returns the objects that exist, always in the same order. */
  objects(): MaybePromise<RemoteItem[]>
  /** Returns the states of all objects that exist, as the connector would store them, by the ids of the objects. */
  states(): MaybePromise<Map<string, RemoteState>>
  create(uid: string, fields: RemoteFields): MaybePromise<boolean>
  change(id: string, fields: RemoteFields): MaybePromise<boolean>
  remove(id: string): MaybePromise<boolean>
  changeOccurrence(id: string, occurrence: RecurrenceId, fields: RemoteFields): MaybePromise<boolean>
  removeOccurrence(id: string, occurrence: RecurrenceId): MaybePromise<boolean>
  /** Sets the answer of an attendee. */
  answer(id: string, email: string, status: AnswerStatus): MaybePromise<boolean>
}

/** An object of the provider. */
export interface RemoteItem {
  id: string
  uid: string
  title: string
  location: string
  description: string
  /** The times of an event or series; null if the test does not move it. */
  span: Span | null
  /** The RRULE values of a series; none for an event. */
  rules: readonly string[]
  attendees: string[]
}

/** Fields of an event or occurrence. Those that are left out stay as they are. */
export interface RemoteFields {
  title?: string
  location?: string
  description?: string
  span?: Span
  /** An RRULE value. */
  rule?: string
  /** Addresses; the account of the connector organizes the event. */
  attendees?: string[]
  /** The account's own reminders, in minutes before the start; null for the provider's defaults. */
  alarms?: number[] | null
}

export type MaybePromise<T> = T | Promise<T>
