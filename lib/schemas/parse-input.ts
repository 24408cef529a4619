import type { z } from 'zod'
import { AppError, FIELD_ERRORS, type FieldError, type FieldErrorCode, type FieldErrors } from '@/lib/errors'

/** Parses input by a schema. @throws AppError INVALID with the error of each field */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw, { reportInput: true })
  if (result.success) return result.data
  throw new AppError('INVALID', { fields: fieldErrors(result.error) })
}

function fieldErrors(error: z.ZodError): FieldErrors {
  const fields = new Map<string, FieldError>()
  for (const issue of error.issues) {
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    for (const field of paths.map((path) => path.join('.'))) {
      if (!fields.has(field)) fields.set(field, fieldErrorOf(issue))
    }
  }
  return Object.fromEntries(fields)
}

function fieldErrorOf(issue: z.core.$ZodIssue): FieldError {
  if (FIELD_ERRORS.includes(issue.message as FieldErrorCode)) return { code: issue.message as FieldErrorCode }
  if (issue.code === 'too_big' && isCounted(issue.origin)) {
    return { code: issue.origin === 'array' ? 'too_many' : 'too_long', limit: Number(issue.maximum) }
  }
  if (issue.code === 'too_small' && isCounted(issue.origin)) {
    return issue.minimum === 1 ? { code: 'required' } : { code: 'too_short', limit: Number(issue.minimum) }
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return { code: 'required' }
  return { code: 'invalid' }
}

/** Returns whether a limit concerns a length: messages with limits refer to characters and entries. */
function isCounted(origin: string): boolean {
  return origin === 'string' || origin === 'array'
}
