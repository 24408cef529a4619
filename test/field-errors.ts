import type { z } from 'zod'
import { AppError, type FieldErrors } from '@/lib/errors'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns the errors by field that a schema reports for an input, or undefined if it accepts it. */
export function fieldErrorsOf(schema: z.ZodType, raw: unknown): FieldErrors | undefined {
  try {
    parseInput(schema, raw)
  } catch (error) {
    if (error instanceof AppError && error.code === 'INVALID') return error.detail.fields
    throw error
  }
}
