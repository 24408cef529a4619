import type { EventSnapshot } from '@/lib/calendar/event'
import type { Job } from '@/lib/queue'
import type { Stream } from '@/lib/realtime/channels'

export interface Outcome<R> {
  result: R
  /** What became of each entity, in each stream that may know of it. None: nothing was done that anybody may see. */
  changes: Change[]
  /** Work to be done once this is committed. */
  jobs?: Job[]
  /** The changeset that this one takes back. */
  undoes?: string
}

export interface Change {
  stream: Stream
  /** Whoever does it perhaps does not see that stream: its answer says nothing of it. */
  hidden?: boolean
  /** Set on what a calendar is told of an event that it shows from elsewhere. */
  echo?: PlacementNotice
  /** The event that an answer belongs to. Decides who learns of the answer (routing.ts); not stored with it. */
  event?: EventSnapshot
  entity:
    | 'alarms'
    | 'answer'
    | 'calendar'
    | 'calendar-settings'
    | 'delivery'
    | 'event'
    | 'feed'
    | 'group'
    | 'instance'
    | 'invitation'
    | 'job'
    | 'member'
    | 'placement'
    | 'share'
    | 'user'
  id: string
  op: 'added' | 'changed' | 'removed'
  before?: object | null
  after?: object | null
}

/** Which event a calendar shows from elsewhere, with how much detail. */
export interface PlacementNotice {
  event: string
  detail: 'full' | 'title' | 'busy'
  /** Whether the calendar's owners may read the event while it is private. */
  tellsOwners: boolean
  /** The event before and after, where the command has no change of the event itself. */
  versions?: Versions
}

/** An event before and after a command; null where it did not exist or was in the trash. */
export interface Versions {
  before: EventSnapshot | null
  after: EventSnapshot | null
}

/** Through which door a command came, and the caller's key that makes a repeated one do its work once. */
export interface Via {
  origin: 'web' | 'api' | 'import' | 'job'
  key?: string
}
