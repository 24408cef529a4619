import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bindings } from '@/db/schema/connections'

/** Returns the columns of a binding that continues, with its next run at a time. */
export function resumed(nextRunAt: Date) {
  return { state: 'active', problem: null, failures: 0, nextRunAt } as const
}

/** Moves the position of a binding, unless another run has moved it. */
export async function moveCursor(db: Db, id: string, from: string | null, to: string | null): Promise<void> {
  await db
    .update(bindings)
    .set({ cursor: to })
    .where(and(eq(bindings.id, id), sql`cursor is not distinct from ${from}`))
}

/** Stops a binding until its user has decided about the deletions of its last run. */
export async function awaitApproval(db: Db, id: string): Promise<void> {
  await db
    .update(bindings)
    .set({ state: 'needs-approval', nextRunAt: null })
    .where(and(eq(bindings.id, id), eq(bindings.state, 'active')))
}

/** Ends an approval of deletions, after the run that it was for. */
export async function endApproval(db: Db, id: string): Promise<void> {
  await db
    .update(bindings)
    .set({ approvedDeletions: null })
    .where(and(eq(bindings.id, id), sql`approved_deletions is not null`))
}
