import type { Done } from '@/lib/commands/execute'
import { noteFault } from '@/lib/commands/faults'
import { AppError, type ErrorCode, type FieldErrors } from '@/lib/errors'

/** What a server action answers: Next hides thrown errors from the browser, so refusals travel as values. */
export type Answer<R> = ({ ok: true } & R) | { ok: false; error: Refusal }

/** What was done, as whoever did it may know of it. */
export type Told<R> = Omit<Done<R>, 'apart'>

/** Leaves out the streams that they perhaps do not see. */
export function toldOf<R>({ result, changeset, seqs, apart }: Done<R>): Told<R> {
  const told = Object.entries(seqs).filter(([stream]) => !apart.includes(stream))
  return { result, changeset, seqs: Object.fromEntries(told) }
}

export interface Refusal {
  code: ErrorCode | 'FAULT'
  fields?: FieldErrors
  data?: unknown
}

/** An error for the log: of a failed query what went wrong, and never the values that people had written. */
function tellable(error: unknown): unknown {
  if (!(error instanceof Error && 'params' in error)) return error
  const { query, cause, stack } = error as Error & { query?: unknown }
  // Its detail holds the row that was refused.
  const { message, code, table_name, constraint_name } = (cause ?? {}) as Record<string, unknown>
  return {
    query,
    cause: { message, code, table_name, constraint_name },
    at: stack?.split('\n').filter((line) => /^\s+at /.test(line)),
  }
}

/** A thrown error as its receiver may know it. What is not an AppError is a fault of ours: logged, and told as such. */
export function refusalOf(error: unknown, place = 'action'): Refusal {
  if (error instanceof AppError) return { code: error.code, ...error.detail }
  noteFault(place, error)
  console.error('kinday: fault:', tellable(error))
  return { code: 'FAULT' }
}
