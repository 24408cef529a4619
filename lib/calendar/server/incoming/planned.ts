import type { EventSnapshot } from '@/lib/calendar/event'
import type { Content } from './meaning'
import type { Incoming, Received } from './received'

/** An event of a calendar that the importer can see. */
export interface Existing {
  event: EventSnapshot
  /** Whether the importer may change it: this calendar is its home. */
  writable: boolean
  received: Received | null
  /** The SEQUENCE that Kinday's own exports are compared with: an import that was undone does not count. */
  sequence: number
  /** Later parts of its series: what "this and following" split off, here or in a file. */
  parts: Existing[]
}

/** The state that files are compared with: an undo of an import puts it back, so that the same file applies again. */
export type Compared = Pick<Existing, 'received' | 'sequence'>

/** Events of a calendar that a file may mean. What the importer cannot see is not among them. */
export interface ExistingEvents {
  byUid: ReadonlyMap<string, readonly Existing[]>
  byId: ReadonlyMap<string, Existing>
}

/** Why an event of a file is left alone. */
export const SKIPPED = ['older', 'taken', 'duplicate', 'not_here'] as const
export type SkipReason = (typeof SKIPPED)[number]

export type Planned<I extends Incoming> =
  | { outcome: 'new'; incoming: I; uid: string; content: Content; received: Received }
  | {
      outcome: 'changed'
      incoming: I
      before: EventSnapshot
      content: Content
      sequence: number
      received: Received
      /** The state that the file was compared with. */
      compared: Compared
      /** Fields that were edited here and that the file changed too: the file's value is taken. */
      replaced: string[]
    }
  /** `received`: set where the file is a newer version that changes nothing. */
  | { outcome: 'unchanged'; incoming: I; event: EventSnapshot; received: Received | null }
  | { outcome: 'skipped'; incoming: I; reason: SkipReason }
