import type { Day } from '../day'
import type { RecurrenceId } from '../series/recurrence'
import type { Due } from './due'
import type { Rotation } from './rotation'

export const TASK_STATUSES = ['todo', 'doing', 'done'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

/** The fields of a task that a user edits. */
export interface TaskContent {
  title: string
  note: string
  /** Id of a member of the group, or of a user who sees the event or gathering. */
  assignee: string | null
  due: Due | null
  /** RRULE of a recurring task, whose first occurrence is `due`. */
  rule: string | null
  /** For a sign-up sheet: the number that people can take of it together; null for an ordinary task. */
  wanted: number | null
  /** For a duty, which requests a person: minutes before it is due at which the others are told if nobody is sure to do it. */
  duty: number | null
  /** The people who take turns at a recurring duty of a group. */
  rotation: Rotation | null
}

/** The part of a sign-up sheet that a user, participant or guest without an account claims, as stored in changes. */
export interface RecordedClaim {
  userId: string | null
  participantId: string | null
  guestLinkId: string | null
  quantity: number
  comment: string
}

/** A task as stored in changes. */
export interface RecordedTask extends TaskContent {
  list: string
  status: TaskStatus
  position: string
  version: number
  /** The task that followed when this one was done. */
  next: string | null
  /** For a duty: when its assignee confirmed it, in epoch milliseconds, and whom they asked to take it over. */
  acknowledgedAt?: number | null
  handedTo?: string | null
  /** The turn of a rotation that they take in exchange. */
  swapDay?: Day | null
  /** The event that it belongs to, with the occurrence of a series. */
  event?: string
  occurrence?: RecurrenceId | null
  /** The gathering that it belongs to. */
  gathering?: string
  /** The claimed part of the sign-up sheet before or after the change; null if the person has none. */
  claim?: RecordedClaim | null
}

/** A list of tasks as stored in changes. */
export interface RecordedTaskList {
  name: string
  position: string
}
