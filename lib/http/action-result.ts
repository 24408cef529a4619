import type { CommandResult } from '@/lib/commands/pipeline/changes'
import { AppError, type ErrorCode, type FieldErrors } from '@/lib/errors'
import { recordFault } from '@/lib/faults/record-fault'
import { logProblem } from '@/lib/log'

/** Result of a server action. Next hides thrown errors from the browser, so errors are returned as values. */
export type ActionResult<R> = ({ ok: true } & R) | { ok: false; error: Refusal }

/** Result of a command without the streams that the actor may be unable to see. */
export type VisibleResult<R> = Omit<CommandResult<R>, 'hiddenStreams' | 'isAwaited'>

/** Removes the streams that the actor may be unable to see. */
export function toVisibleResult<R>({
  result,
  changeset,
  seqs,
  hiddenStreams,
}: CommandResult<R>): VisibleResult<R> {
  const visible = Object.entries(seqs).filter(([stream]) => !hiddenStreams.includes(stream))
  return { result, changeset, seqs: Object.fromEntries(visible) }
}

export interface Refusal {
  code: ErrorCode | 'FAULT'
  fields?: FieldErrors
  data?: unknown
}

/**
 * Converts a thrown error to what the client may know. Errors other than AppError are logged and returned as a server
 * fault.
 */
export function toRefusal(error: unknown, place = 'action'): Refusal {
  if (error instanceof AppError) return { code: error.code, ...error.detail }
  recordFault(place, error)
  logProblem(place, error)
  return { code: 'FAULT' }
}
