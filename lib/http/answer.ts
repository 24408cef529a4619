import type { CommandResult } from '@/lib/commands/pipeline/execute'
import { AppError, type ErrorCode, type FieldErrors } from '@/lib/errors'
import { noteFault } from '@/lib/faults/record-fault'
import { logProblem } from '@/lib/log'

/** What a server action answers: Next hides thrown errors from the browser, so refusals travel as values. */
export type Answer<R> = ({ ok: true } & R) | { ok: false; error: Refusal }

/** What was done, as whoever did it may know of it. */
export type CommandAnswer<R> = Omit<CommandResult<R>, 'hiddenStreams' | 'isAwaited'>

/** Leaves out the streams that they perhaps do not see. */
export function answerOf<R>({ result, changeset, seqs, hiddenStreams }: CommandResult<R>): CommandAnswer<R> {
  const told = Object.entries(seqs).filter(([stream]) => !hiddenStreams.includes(stream))
  return { result, changeset, seqs: Object.fromEntries(told) }
}

export interface Refusal {
  code: ErrorCode | 'FAULT'
  fields?: FieldErrors
  data?: unknown
}

/** A thrown error as its receiver may know it. What is not an AppError is a fault of ours: logged, and told as such. */
export function refusalOf(error: unknown, place = 'action'): Refusal {
  if (error instanceof AppError) return { code: error.code, ...error.detail }
  noteFault(place, error)
  logProblem(place, error)
  return { code: 'FAULT' }
}
