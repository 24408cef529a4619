import type { OwnAlarms } from '@/lib/calendar/alarms/own-alarms'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { ReadOnlyReason } from '@/lib/calendar/read-only'
import type { SyncConflict } from '@/lib/calendar/server/incoming/flat-content'
import type { Content } from '@/lib/calendar/server/incoming/normalize'
import type { RemoteState } from '@/lib/calendar/server/remote'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import type { Link } from '@/lib/commands/rows/links'
import type { SyncedEvent } from '@/lib/queries/synced-events'

/** A remote object as a sync has read it. */
export interface IncomingObject extends OwnAlarms {
  remoteId: string
  fingerprint: string | null
  /** Null if the object was missing when everything was read. */
  state: RemoteState | null
  uid: string
  /** Null if it was deleted, or is not readable. */
  content: Content | null
  isDeleted: boolean
  /** Why it is not synced, although it exists. */
  skipped: string | null
  readOnly: ReadOnlyReason | null
  /** Whether a later page may complete it. */
  isPart?: boolean
}

/** The change that a plan makes to the event of a link. */
export type LinkAction =
  /** Nothing; a link without an event keeps why it is skipped. */
  | { op: 'none'; skipped: string | null }
  | { op: 'add'; content: Content }
  | { op: 'update'; content: Content }
  /** Takes the event out of the trash, or adds it again if it is not there. */
  | { op: 'restore'; content: Content }
  /** Moves the event to the trash and forgets the link. */
  | { op: 'trash' }
  /** Forgets the link: both sides are deleted. */
  | { op: 'forget' }

/** The result of comparing a link, its event and its remote object. */
export interface LinkPlan {
  action: LinkAction
  conflicts: SyncConflict[]
  /** The new common ancestor. */
  base: Content | null
  /** Whether the remote object has to be written. */
  isDirty: boolean
  /** Whether the remote object has to be created again, with this id. */
  recreatedAs?: string
  /** Whether the plan covers the whole event, so that its present version is the synced one. */
  isComplete: boolean
}

export type PlanLink = (link: Link | null, local: SyncedEvent | null, incoming: IncomingObject) => LinkPlan

/** A remote object with its link, its event, and the plan for them. */
export interface PlannedLink {
  link: Link | null
  local: SyncedEvent | null
  incoming: IncomingObject
  plan: LinkPlan
}

export interface ApplyContext {
  bindingId: string
  run: string
  changeset: string
  calendarId: string
  userId: string
  now: Date
  readOnly: ReadOnlyReason | null
  /** The calendar in which new events are shown, too. */
  placement: { calendarId: string; detail: DetailLevel } | undefined
}

/** The event of a planned link after the plans were applied; null if it has none. */
export type EventAfter = EventSnapshot | null

/** A planned object after its plan was applied. */
export interface AppliedLink extends PlannedLink {
  event: EventAfter
  /** The link after the plan; null if it was deleted. */
  after: Link | null
}
