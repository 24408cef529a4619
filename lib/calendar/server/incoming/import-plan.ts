import type { StoredAnswer } from '@/lib/calendar/answers'
import { contentOf } from '@/lib/calendar/edits/content'
import type { EventSnapshot } from '@/lib/calendar/event'
import { calendarObjectOf } from '../calendar-object'
import type { Content } from './normalize'
import type { IncomingEvent, ReceivedState } from './received'

/** An event of a calendar that the importer can see. */
export interface ExistingEvent {
  event: EventSnapshot
  answers: readonly StoredAnswer[]
  /** Ids of its attendees without an account. */
  managed: readonly string[]
  /** Whether the importer can change it: this calendar is its home, and it is not read-only. */
  isWritable: boolean
  received: ReceivedState | null
  /** SEQUENCE that files are compared with if no version was received; undone imports do not raise it. */
  sequence: number
  /** Later parts of its series, split off by "this and following" locally or in a file. */
  parts: ExistingEvent[]
}

/** Returns an existing event as a file would state it. */
export function currentOf({
  event,
  answers,
  managed,
}: Pick<ExistingEvent, 'event' | 'answers' | 'managed'>): Content & { calendarId: string } {
  return calendarObjectOf(contentOf(event), answers, managed)
}

/**
 * The state that files are compared with. Undoing an import restores it, so that the same file can be imported again.
 */
export type ComparedState = Pick<ExistingEvent, 'received' | 'sequence'>

/** Events of a calendar that imported events can match, limited to those visible to the importer. */
export interface ExistingEvents {
  byUid: ReadonlyMap<string, readonly ExistingEvent[]>
  byId: ReadonlyMap<string, ExistingEvent>
}

/** Reasons for skipping an event of a file. */
export const SKIP_REASONS = ['older', 'other_calendar', 'duplicate', 'no_such_event'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

export type ImportPlan<I extends IncomingEvent> =
  | { outcome: 'new'; incoming: I; uid: string; content: Content; received: ReceivedState }
  | {
      outcome: 'changed'
      incoming: I
      before: EventSnapshot
      answers: readonly StoredAnswer[]
      managed: readonly string[]
      content: Content
      sequence: number
      received: ReceivedState
      /** The state that the file was compared with. */
      compared: ComparedState
      /** Fields changed both locally and by the file: the file's value is taken. */
      replaced: string[]
    }
  /** `received`: set if the file is a newer version without changes. */
  | { outcome: 'unchanged'; incoming: I; event: EventSnapshot; received: ReceivedState | null }
  | { outcome: 'skipped'; incoming: I; reason: SkipReason }
