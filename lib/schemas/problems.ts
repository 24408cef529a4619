import type { z } from 'zod'
import { AppError, FIELD_ERRORS, type FieldError, type FieldErrorCode, type FieldErrors } from '@/lib/errors'

/** Reads input by a schema. @throws AppError INVALID naming each field and what is wrong with it. */
export function parse<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  throw new AppError('INVALID', { fields: fieldErrors(result.error) })
}

function fieldErrors(error: z.ZodError): FieldErrors {
  const fields: FieldErrors = {}
  for (const issue of error.issues) {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue.path
    fields[path.join('.')] ??= fieldErrorOf(issue)
  }
  return fields
}

function fieldErrorOf(issue: z.core.$ZodIssue): FieldError {
  if (FIELD_ERRORS.includes(issue.message as FieldErrorCode)) return { code: issue.message as FieldErrorCode }
  if (issue.code === 'too_big') {
    return { code: issue.origin === 'array' ? 'too_many' : 'too_long', limit: Number(issue.maximum) }
  }
  if (issue.code === 'too_small') {
    return issue.minimum === 1 ? { code: 'required' } : { code: 'too_short', limit: Number(issue.minimum) }
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return { code: 'required' }
  return { code: 'invalid' }
}
