import { AppError } from '@/lib/errors'
import { noteFault } from '@/lib/faults/record-fault'
import { logProblem, traceOf } from '@/lib/log'
import { keepWatched } from './channels'
import { type BindingToRun, loadBinding } from './load-binding'
import { type BlockingProblem, block, park, recordSuccess, retryLater, stop } from './record-run'

/** The engine of a run (lib/sync/run.ts). */
export type RunSync = (binding: string, signal: AbortSignal) => Promise<{ hasChanged: boolean }>

/** Number of failures after which a provider that refuses requests is not asked again. */
const MAX_REFUSALS = 8

/** Problems that no later attempt solves. A remote calendar that does not exist is reported as `gone`. */
const FINAL: ReadonlySet<string> = new Set(['calendar-gone', 'permission-lost', 'too-many-events'])

/** Problems of a connection that only its user can solve. */
const BLOCKING: ReadonlySet<string> = new Set<BlockingProblem>(['sign-in-needed', 'key-missing'])

/** Syncs a binding once, records the result, and schedules the next run. */
export async function runBinding(id: string, signal: AbortSignal, run: RunSync): Promise<void> {
  const loaded = await loadBinding(id)
  if (loaded?.binding.state !== 'active' || loaded.binding.leaderId) return
  if (loaded.isTrashed) return park(loaded)
  if (!loaded.canWrite) return stop(loaded, 'permission-lost')
  const startedAt = new Date()
  try {
    await keepWatched(loaded, signal)
    const { hasChanged } = await run(id, signal)
    await recordSuccess(loaded, hasChanged, startedAt)
  } catch (error) {
    // The worker ends, or the run took too long. The worker runs the job again.
    if (signal.aborted) throw error
    await recordFailure(loaded, error)
  }
}

async function recordFailure(loaded: BindingToRun, error: unknown): Promise<void> {
  const { problem, retryAt } = problemOf(error)
  const { failures } = loaded.binding
  if (problem === 'gone') return stop(loaded, 'calendar-gone')
  if (FINAL.has(problem)) return stop(loaded, problem)
  if (BLOCKING.has(problem)) return block(loaded, problem as BlockingProblem)
  if (error instanceof AppError && !(await loadBinding(loaded.binding.id))?.canWrite)
    return stop(loaded, 'permission-lost')
  if ((problem === 'refused' || problem === 'forbidden') && failures + 1 >= MAX_REFUSALS)
    return stop(loaded, problem)
  await retryLater(loaded, problem, retryAt)
}

/** Returns the code of a problem. Errors that are neither the provider's nor the engine's are recorded as faults. */
function problemOf(error: unknown): { problem: string; retryAt: Date | null } {
  const { problem, retryAt = null } = Object(error) as { problem?: unknown; retryAt?: Date | null }
  if (typeof problem === 'string') return { problem, retryAt }
  noteFault('sync', error)
  logProblem('a sync failed', error, traceOf(error))
  return { problem: 'failed', retryAt: null }
}
