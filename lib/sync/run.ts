import { db } from '@/db/client'
import { awaitApproval, endApproval } from '@/lib/commands/rows/binding-state'
import { endInterruptedRuns } from '@/lib/commands/rows/sync-runs'
import type { Connector } from '@/lib/connectors/connector'
import { AppError } from '@/lib/errors'
import { loadBindingToSync } from './binding'
import { logHeld } from './held'
import { problemOf } from './problem'
import { pull } from './pull'
import { push } from './push'
import { RunLog } from './run-log'
import { type SyncContext, syncContext } from './sync-context'

/** The result of a run. `interrupted`: another run began meanwhile, or the binding was changed. */
export interface RunResult {
  hasChanged: boolean
  outcome: 'done' | 'needs-approval' | 'interrupted'
}

/**
 * Syncs a binding once with a connector of its account. It may be interrupted at any time: the next run continues.
 * @throws ConnectorError, or AppError if the user lost a permission or reached a limit; see {@link problemOf}
 */
export async function syncBinding(
  bindingId: string,
  connector: Connector,
  signal: AbortSignal,
): Promise<RunResult> {
  const loaded = await loadBindingToSync(bindingId)
  if (loaded?.binding.state !== 'active' || loaded.binding.leaderId)
    return { hasChanged: false, outcome: 'done' }
  await endInterruptedRuns(db, bindingId)
  const log = new RunLog(bindingId)
  try {
    const outcome = await sync(syncContext(loaded, connector, log, signal))
    await log.end(outcome, null)
    return { hasChanged: log.hasChanged, outcome }
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') {
      await log.end('interrupted', null)
      return { hasChanged: log.hasChanged, outcome: 'interrupted' }
    }
    await log.end(signal.aborted ? 'interrupted' : 'failed', problemOf(error))
    throw error
  }
}

async function sync(context: SyncContext): Promise<'done' | 'needs-approval'> {
  const { binding } = context
  const { position, held } = await pull(context)
  if (held.length) await logHeld(context, held, 'in')
  // The push would create the remotely deleted objects again, before the user has decided about them.
  const isHeld = held.length > 0 || (await push(context, position))
  if (!isHeld) await endApproval(db, binding.id)
  else await awaitApproval(db, binding.id)
  return isHeld ? 'needs-approval' : 'done'
}
