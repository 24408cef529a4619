import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { bindings } from '@/db/schema/connections'

/** Returns the columns that make a binding active again. `nextRunAt`: when it runs next, as SQL; at once by default. */
export function resumedColumns(nextRunAt: SQL = sql`now()`) {
  return { state: 'active', problem: null, failures: 0, nextRunAt } as const
}

/** Delay of a requested run. Further edits and notifications within it are handled by the same run. */
const GATHER_SECONDS = 3

/** Lets bindings that are active and have no leader run soon, unless they run sooner anyway. */
export async function wakeBindings(db: Db, which: SQL): Promise<void> {
  const soon = sql`now() + ${GATHER_SECONDS}::int * interval '1 second'`
  await db.execute(sql`
    update bindings set next_run_at = ${soon}
    where state = 'active' and leader_id is null and ${which} and coalesce(next_run_at, 'infinity') > ${soon}`)
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
