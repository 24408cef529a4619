import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { type Db, db, type Tx } from '@/db/client'
import { type SyncCounts, type syncEntries, syncRuns } from '@/db/schema/connections'
import { jsonBatches } from '@/lib/calendar/server/json-batches'

/** A new entry in the log of a run. */
export type SyncEntry = Omit<typeof syncEntries.$inferSelect, 'id' | 'linkId'> & { linkId?: string | null }

/** `reason` of a logged deletion that a run holds back until the user approves it. */
export const REASON_HELD = 'held'

export const NO_COUNTS: SyncCounts = { added: 0, changed: 0, deleted: 0, sent: 0, skipped: 0, conflicts: 0 }

/**
 * Adds a run to the log of its binding, or updates its outcome and counts unless it was interrupted. `started_at` is
 * later than that of all earlier runs, even if the clock was set back.
 */
export async function writeRun(
  db: Db,
  run: Pick<typeof syncRuns.$inferInsert, 'id' | 'bindingId' | 'counts' | 'outcome' | 'problem'>,
): Promise<void> {
  const { outcome, problem, counts, bindingId } = run
  const startedAt = sql`greatest(now(), (
    select max(started_at) + interval '1 ms' from sync_runs where binding_id = ${bindingId}))`
  const endedAt = outcome === 'running' ? null : sql`now()`
  await db
    .insert(syncRuns)
    .values({ ...run, startedAt, endedAt })
    .onConflictDoUpdate({
      target: syncRuns.id,
      set: { outcome, problem, counts, endedAt },
      setWhere: eq(syncRuns.outcome, 'running'),
    })
}

/** Marks the running runs of a binding as interrupted: their process has ended, or another run replaces them. */
export async function endInterruptedRuns(db: Db, bindingId: string): Promise<void> {
  await db
    .update(syncRuns)
    .set({ outcome: 'interrupted', endedAt: sql`now()` })
    .where(sql`${eq(syncRuns.bindingId, bindingId)} and outcome = 'running'`)
}

export async function deleteRun(db: Db, id: string): Promise<void> {
  await db.delete(syncRuns).where(eq(syncRuns.id, id))
}

export async function insertEntries(db: Db, entries: readonly SyncEntry[]): Promise<void> {
  for await (const batch of jsonBatches(entries.map((entry) => ({ ...entry, id: uuidv7() })))) {
    await db.execute(sql`
      insert into sync_entries (id, run_id, event_id, link_id, title, direction, op, reason, changeset_id)
      select id, "runId", "eventId", "linkId", title, direction, op, reason, "changesetId"
      from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, "runId" uuid, "eventId" uuid, "linkId" uuid, title text, direction text,
        op text, reason text, "changesetId" uuid)`)
  }
}

/** Number of remote changes of a run that are logged in full; of later changesets, only the first change is logged. */
export const MAX_LOGGED_CHANGES = 1000

/** Logs the remote changes of a changeset: as many as the run has left of its maximum, but at least the first. */
export async function insertLimitedEntries(
  tx: Tx,
  runId: string,
  entries: readonly SyncEntry[],
): Promise<void> {
  if (!entries.length) return
  const [row] = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from sync_entries where run_id = ${runId}`,
  )
  const first = entries.find(({ changesetId }) => changesetId !== null)
  const allowed = entries.slice(0, Math.max(MAX_LOGGED_CHANGES - row!.count, 0))
  await insertEntries(tx, allowed.length || !first ? allowed : [first])
}

/** Retention of the logs of syncs. */
const RETENTION_DAYS = 30
const MAX_RUNS = 1000

/** Deletes runs that are too old, and those of a binding beyond its {@link MAX_RUNS} latest ones. */
export async function purgeSyncRuns(): Promise<void> {
  await db.execute(sql`delete from sync_runs where started_at < now() - ${RETENTION_DAYS} * interval '1 day'`)
  await db.execute(sql`
    delete from sync_runs where id in (select id from (
      select id, row_number() over (partition by binding_id order by started_at desc) as nth from sync_runs) r
      where nth > ${MAX_RUNS})`)
}
