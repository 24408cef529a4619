import { db } from '@/db/client'
import { listCalendarsAgain } from '@/lib/commands/rows/connections'
import { ConnectorError } from '@/lib/connectors/connector'
import { recordFault } from '@/lib/faults/record-fault'
import { logProblem, traceOf } from '@/lib/log'
import { openConnector } from '@/lib/sync/open-connector'
import { problemOf } from '@/lib/sync/problem'
import { syncBinding } from '@/lib/sync/run'
import { keepWatched } from './channels'
import { type BindingToRun, loadBindingToRun } from './load-binding'
import {
  type BlockingProblem,
  recordBlockedConnection,
  recordSuccess,
  scheduleRetry,
  stopBinding,
  suspendInTrash,
} from './record-run'
import { refreshCalendars } from './refresh-calendars'

/** The function that syncs a binding with a connector; tests replace it. */
export type RunSync = typeof syncBinding

/** Number of failures after which a provider that refuses requests is not asked again. */
const MAX_REFUSALS = 8

/** Problems that no later attempt solves. */
const FINAL: ReadonlySet<string> = new Set([
  'calendar-gone',
  'permission-lost',
  'too-many-events',
  'too-much-data',
])

/** Problems of a connection that only its user can solve. */
const BLOCKING: ReadonlySet<string> = new Set<BlockingProblem>(['sign-in-needed', 'key-missing'])

/** Syncs a binding once, records the result, and schedules the next run. */
export async function runBinding(id: string, signal: AbortSignal, run: RunSync = syncBinding): Promise<void> {
  const loaded = await loadBindingToRun(id)
  if (loaded?.binding.state !== 'active' || loaded.binding.leaderId) return
  if (loaded.isTrashed) return suspendInTrash(loaded)
  if (!loaded.canWrite) return stopBinding(loaded, 'permission-lost')
  try {
    const connector = await openConnector(loaded.connection)
    if (!(await refreshCalendars(loaded, connector, signal))) return
    await keepWatched(loaded, connector, signal)
    const { hasChanged, outcome } = await run(id, connector, signal)
    await recordSuccess(loaded, hasChanged || outcome === 'interrupted')
  } catch (error) {
    // The worker ends, or the run took too long. The worker runs the job again.
    if (signal.aborted) throw error
    // The calendar was moved to the trash during the run, or disconnected.
    const present = await loadBindingToRun(id)
    if (present?.isTrashed) return suspendInTrash(present)
    if (present) await recordFailure(present, error)
  }
}

async function recordFailure(loaded: BindingToRun, error: unknown): Promise<void> {
  const problem = problemOf(error) ?? 'failed'
  // Neither the provider nor the user is the cause.
  if (problem === 'failed') {
    recordFault('sync', error)
    logProblem('a sync failed', error, traceOf(error))
  }
  if (problem === 'forbidden') await listCalendarsAgain(db, loaded.connection.id)
  if (BLOCKING.has(problem)) return recordBlockedConnection(loaded, problem as BlockingProblem)
  const isRefused = problem === 'refused' || problem === 'forbidden'
  if (FINAL.has(problem) || (isRefused && loaded.binding.failures + 1 >= MAX_REFUSALS))
    return stopBinding(loaded, problem)
  await scheduleRetry(loaded, problem, error instanceof ConnectorError ? error.retryAt : null)
}
