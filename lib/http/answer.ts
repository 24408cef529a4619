import { AppError, type ErrorCode, type FieldErrors } from '@/lib/errors'

/** What a server action answers: Next hides thrown errors from the browser, so refusals travel as values. */
export type Answer<R> = ({ ok: true } & R) | { ok: false; error: Refusal }

export interface Refusal {
  code: ErrorCode | 'FAULT'
  fields?: FieldErrors
  data?: unknown
}

/** A thrown error as its receiver may know it. What is not an AppError is a fault of ours: logged, and told as such. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof AppError) return { code: error.code, ...error.detail }
  console.error('kinday: fault:', error)
  return { code: 'FAULT' }
}
