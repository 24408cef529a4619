import type { EventSnapshot } from '@/lib/calendar/event'
import type { Content } from './normalize'
import type { IncomingEvent, ReceivedState } from './received'

/** An event of a calendar that the importer can see. */
export interface ExistingEvent {
  event: EventSnapshot
  /** Whether the importer may change it: this calendar is its home. */
  writable: boolean
  received: ReceivedState | null
  /** The SEQUENCE that Kinday's own exports are compared with: an import that was undone does not count. */
  sequence: number
  /** Later parts of its series: what "this and following" split off, here or in a file. */
  parts: ExistingEvent[]
}

/** The state that files are compared with: an undo of an import puts it back, so that the same file applies again. */
export type ComparedState = Pick<ExistingEvent, 'received' | 'sequence'>

/** Events of a calendar that a file may mean. What the importer cannot see is not among them. */
export interface ExistingEvents {
  byUid: ReadonlyMap<string, readonly ExistingEvent[]>
  byId: ReadonlyMap<string, ExistingEvent>
}

/** Why an event of a file is left alone. */
export const SKIP_REASONS = ['older', 'taken', 'duplicate', 'not_here'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

export type ImportPlan<I extends IncomingEvent> =
  | { outcome: 'new'; incoming: I; uid: string; content: Content; received: ReceivedState }
  | {
      outcome: 'changed'
      incoming: I
      before: EventSnapshot
      content: Content
      sequence: number
      received: ReceivedState
      /** The state that the file was compared with. */
      compared: ComparedState
      /** Fields that were edited here and that the file changed too: the file's value is taken. */
      replaced: string[]
    }
  /** `received`: set where the file is a newer version that changes nothing. */
  | { outcome: 'unchanged'; incoming: I; event: EventSnapshot; received: ReceivedState | null }
  | { outcome: 'skipped'; incoming: I; reason: SkipReason }
