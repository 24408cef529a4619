import { z } from 'zod'
import { env } from '@/lib/env'

/**
 * Checks the output of a command or query against its schema, if CHECK_OUTPUTS is set, as in tests. In production, only
 * the compiler checks outputs, since parsing each response costs time.
 * @throws Error naming the operation, since an invalid output is a fault of the server
 */
export function checkOutput<O extends z.ZodType>(operation: string, schema: O, output: z.output<O>): void {
  if (!env.checkOutputs) return
  const { error } = schema.safeParse(output)
  if (error) throw new Error(`Invalid output of ${operation}: ${z.prettifyError(error)}`)
}
