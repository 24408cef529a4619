import { and, eq, sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { unlockEvents } from '@/lib/commands/effects/end-binding'
import { handOver } from '@/lib/commands/effects/hand-over'
import { stopChannels } from '@/lib/commands/effects/stop-channels'
import { isConsentNoticeDue, notifySyncProblem, type SyncNotice } from '@/lib/commands/effects/sync-notices'
import type { Outcome } from '@/lib/commands/pipeline/changes'
import { afterCommit, recordOutcome } from '@/lib/commands/pipeline/execute'
import { wakeBindings } from '@/lib/commands/rows/binding-state'
import { feedPauseMs } from '@/lib/queries/feed-pause'
import type { BindingToRun } from './load-binding'
import { delayAfterFailure, delayAfterSuccess, MAX_RETRY_MS, MIN_INTERVAL_MS } from './next-run'

export type BlockingProblem = NonNullable<(typeof connections.$inferSelect)['problem']>

/** Records a successful run. A run that needs the approval of deletions is the last one until the user decides. */
export function recordSuccess(loaded: BindingToRun, hasChanged: boolean): Promise<void> {
  const { binding, connection, now: startedAt } = loaded
  return inTransaction(async (tx) => {
    const elapsedMs = binding.lastRunAt ? startedAt.getTime() - binding.lastRunAt.getTime() : MIN_INTERVAL_MS
    const isWatched = sql`channel_id is not null and channel_expires_at > now()`
    const pauseMs = connection.kind === 'ics' ? await feedPauseMs(tx, binding.id) : 0
    const [watched, unwatched] = [true, false].map((isWatched) => {
      const { intervalMinutes } = binding
      return Math.max(delayAfterSuccess({ hasChanged, elapsedMs, isWatched, intervalMinutes }), pauseMs)
    })
    const delayMs = sql`case when ${isWatched} then ${watched}::float8 else ${unwatched}::float8 end`
    const problem = sql`case when state = 'active' then null else problem end`
    const [after] = await tx
      .update(bindings)
      .set({ failures: 0, problem, lastRunAt: startedAt, lastSuccessAt: sql`now()`, ...nextRun(delayMs) })
      .where(eq(bindings.id, binding.id))
      .returning({ state: bindings.state })
    const repaired = await tx
      .update(connections)
      .set({ problem: null })
      .where(and(eq(connections.id, connection.id), sql`problem is not null`))
      .returning({ id: connections.id })
    // The other calendars of the account would wait for hours.
    if (repaired.length)
      await wakeBindings(
        tx,
        sql`connection_id = ${connection.id} and problem in ('sign-in-needed', 'key-missing')`,
      )
    if (after?.state === 'needs-approval') return notifySyncProblem(tx, noticeOf(loaded, binding.id))
    const isEnding = await isConsentNoticeDue(tx, connection.id)
    return isEnding ? notifySyncProblem(tx, noticeOf(loaded)) : {}
  })
}

/** Records a failed run that a later one may repair. @param retryAt when the provider may be asked again */
export function scheduleRetry(loaded: BindingToRun, problem: string, retryAt: Date | null): Promise<void> {
  const waitMs = retryAt ? retryAt.getTime() - Date.now() : 0
  const delayMs = delayAfterFailure(loaded.binding.failures + 1, waitMs)
  return inTransaction(async (tx) => {
    await setFailure(tx, loaded, problem, delayMs)
    return {}
  })
}

/**
 * Records that a connection cannot be used until its user does something. It is tried again every few hours, in case an
 * administrator repairs it. Another member's binding takes over.
 */
export function recordBlockedConnection(loaded: BindingToRun, problem: BlockingProblem): Promise<void> {
  return inTransaction(async (tx) => {
    await setFailure(tx, loaded, problem, MAX_RETRY_MS)
    const begun = await tx
      .update(connections)
      .set({ problem })
      .where(and(eq(connections.id, loaded.connection.id), sql`problem is distinct from ${problem}`))
      .returning({ id: connections.id })
    await handOver(tx, loaded.binding.id)
    return begun.length ? notifySyncProblem(tx, noticeOf(loaded)) : {}
  })
}

/** Stops a binding for a reason that no later attempt removes. Another member's binding takes over. */
export function stopBinding(loaded: BindingToRun, problem: string): Promise<void> {
  const { binding } = loaded
  return inTransaction(async (tx) => {
    await tx
      .update(bindings)
      .set({ state: 'stopped', problem, lastRunAt: sql`now()`, nextRunAt: null })
      .where(eq(bindings.id, binding.id))
    const successor = await handOver(tx, binding.id)
    // No other user can end the sync, so its events would stay read-only for all others.
    const isAbandoned = problem === 'permission-lost' && !successor
    const unlocked = isAbandoned ? await unlockEvents(tx, binding) : []
    const stopped = await stopChannels(tx, [binding.id])
    const { changes, jobs } = await notifySyncProblem(tx, noticeOf(loaded, binding.id))
    return { changes: [...unlocked, ...changes], jobs: [...jobs, ...stopped] }
  })
}

/** Suspends the sync of a calendar in the trash. The consumer `sync` continues it when the calendar is restored. */
export function suspendInTrash({ binding }: BindingToRun): Promise<void> {
  return inTransaction(async (tx) => {
    await tx.update(bindings).set({ nextRunAt: null }).where(eq(bindings.id, binding.id))
    return { jobs: await stopChannels(tx, [binding.id]) }
  })
}

function noticeOf({ connection }: BindingToRun, bindingId: string | null = null): SyncNotice {
  return { userId: connection.userId, connectionId: connection.id, bindingId }
}

async function setFailure(
  tx: Tx,
  { binding }: BindingToRun,
  problem: string,
  delayMs: number,
): Promise<void> {
  await tx
    .update(bindings)
    .set({ failures: sql`failures + 1`, problem, lastRunAt: sql`now()`, ...nextRun(sql`${delayMs}::float8`) })
    .where(eq(bindings.id, binding.id))
}

/**
 * Schedules the next run, unless something asked for one during this run: until then, the time is that of the lease
 * (schedule.ts), which is later than any request.
 */
function nextRun(delayMs: ReturnType<typeof sql>) {
  return {
    nextRunAt: sql`case when state <> 'active' or leader_id is not null then null
      when next_run_at < now() + interval '1 minute' then next_run_at
      else now() + ${delayMs} * interval '1 millisecond' end`,
  }
}

/** Runs work in a transaction, and records its changes and jobs as those of the sync. */
export async function inTransaction(work: (tx: Tx) => Promise<Partial<Outcome<null>>>): Promise<void> {
  const committed = await db.transaction(async (tx) => {
    const outcome = { result: null, changes: [], ...(await work(tx)) }
    return recordOutcome(tx, { kind: 'job', name: 'sync' }, 'recordSync', { origin: 'job' }, outcome)
  })
  afterCommit(committed)
}
