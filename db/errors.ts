/** Returns the name of the violated unique constraint; undefined for other errors. */
export function violatedConstraint(error: unknown): string | undefined {
  const cause = postgresError(error)
  return cause?.code === '23505' ? cause.constraint_name : undefined
}

/** Returns whether Postgres aborted a transaction because of another one (serialization failure, deadlock). */
export function isTransactionConflict(error: unknown): boolean {
  const code = postgresError(error)?.code
  return code === '40001' || code === '40P01'
}

/** Returns the error of the driver, which Drizzle wraps. */
function postgresError(error: unknown): { code?: string; constraint_name?: string } | undefined {
  return error instanceof Error ? ((error.cause ?? error) as { code?: string }) : undefined
}
