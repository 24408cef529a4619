import { z } from 'zod'
import { toMultiline, toPlainName, toSingleLine } from '@/lib/calendar/text'

/** A UUID in lower case, as in the database. Upper case is accepted, too (RFC 9562 §4). */
export const uuid = z.uuid().toLowerCase()

/** A single line, normalized by {@link toSingleLine}. */
export function line(limit: number, minimum = 0) {
  return z
    .string()
    .check(rejectFarTooLong(limit * 4, limit))
    .transform(toSingleLine)
    .pipe(z.string().min(minimum).max(limit))
}

/** The name of a person, normalized by {@link toPlainName}. Requires a visible character. */
export function personName(limit: number) {
  return z
    .string()
    .check(rejectFarTooLong(limit * 4, limit))
    .transform(toPlainName)
    .pipe(
      z
        .string()
        .min(1)
        .max(limit)
        .regex(/[^\p{Cf}\p{M}\s]/u, { error: 'required' }),
    )
}

/** Multiline text, normalized by {@link toMultiline}. */
export function prose(limit: number) {
  return z
    .string()
    .check(rejectFarTooLong(limit * 2, limit))
    .transform(toMultiline)
    .pipe(z.string().max(limit))
}

/** An optional idempotency key, so that a repeated submit is executed once. */
export const idempotencyKey = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .optional()

/** Rejects far too long input before any processing. The exact limit, which the error names, is checked afterwards. */
export function rejectFarTooLong(maxInput: number, reportedLimit: number) {
  return ({ value, issues }: z.core.ParsePayload<string>) => {
    if (value.length <= maxInput) return
    issues.push({ code: 'too_big', origin: 'string', maximum: reportedLimit, input: value, continue: false })
  }
}
