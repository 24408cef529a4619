import { z } from 'zod'
import type { Day } from '@/lib/calendar/day'
import type { Span } from '@/lib/calendar/span'
import type { DescribedChange } from './history'
import { uuid } from './text'

/** A change by a run of one event or remote object, or the reason for which it was skipped. */
export interface SyncLogEntry {
  id: string
  title: string
  /** The event, if it can be opened, with its time, since the address of its page contains the start. */
  event: { id: string; span: Span } | null
  direction: 'in' | 'out'
  op: 'added' | 'changed' | 'deleted' | 'skipped' | 'conflict' | 'refused'
  reason: string | null
}

/** A run of a binding in its log. */
export interface SyncLogRun {
  id: string
  /** Epoch milliseconds. */
  startedAt: number
  outcome: 'running' | 'done' | 'failed' | 'interrupted' | 'needs-approval'
  problem: string | null
  counts: Record<'added' | 'changed' | 'deleted' | 'sent' | 'skipped' | 'conflicts', number>
  entries: SyncLogEntry[]
  /** Number of entries that are not listed. */
  more: number
  /** The changesets of the run that were not undone, newest first. */
  changesets: string[]
}

/** Numbers of events that a two-way sync would send to the remote calendar at once. */
export interface TwoWayEffects {
  /** Events that were created in Kinday. */
  added: number
  /** Events that differ here, since changes of the sync were undone. */
  changed: number
  /** Events that are deleted here, and stay in the remote calendar. */
  kept: number
}

/** Deletions that wait for an approval, by the side on which they would be made. */
export interface HeldDeletions {
  /** `in`: events in Kinday; `out`: events of the remote calendar. */
  direction: 'in' | 'out'
  /** `day` on which the event or series starts; null if unknown. */
  events: { title: string; day: Day | null }[]
  /** Number of deletions that are not listed. */
  more: number
}

/** A field that was changed on both sides, or an event that one side has deleted while the other changed it. */
export interface SyncConflictItem {
  id: string
  title: string
  /** The event, if it can be opened. */
  event: { id: string; span: Span } | null
  deletedBy: 'kinday' | 'remote' | null
  /** `from`: the value in Kinday; `to`: that of the remote calendar. */
  changes: DescribedChange[]
  /** Whether the user may change the event. */
  canChoose: boolean
}

export const resolveConflict = z.object({ conflict: uuid, choice: z.enum(['ours', 'theirs']) }).strict()

export const decideDeletions = z.object({ binding: uuid, choice: z.enum(['delete', 'keep']) }).strict()
