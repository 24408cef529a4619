import { type ReadOnlyReason, readOnlyReasonOf } from '@/lib/calendar/read-only'
import type { AppliedLink, IncomingObject, PlanLink } from '@/lib/commands/effects/link-plan'
import { execute } from '@/lib/commands/pipeline/execute'
import { applyRemoteChanges } from '@/lib/commands/remote-changes'
import type { Connector } from '@/lib/connectors/connector'
import type { LoadedBinding } from './binding'
import { type RemoteReader, remoteReader } from './incoming'
import { linkPlanner } from './plan-link'
import type { RunLog } from './run-log'
import { StorageLimit } from './stored-size'

/** The state that the parts of a run share. */
export interface SyncContext extends LoadedBinding {
  connector: Connector
  reader: RemoteReader
  plan: PlanLink
  readOnly: ReadOnlyReason | null
  log: RunLog
  storage: StorageLimit
  signal: AbortSignal
}

export function syncContext(
  loaded: LoadedBinding,
  connector: Connector,
  log: RunLog,
  signal: AbortSignal,
): SyncContext {
  const reader = remoteReader(connector, loaded.binding.remote, loaded.own)
  const readOnly = readOnlyReasonOf(loaded.binding)
  const plan = linkPlanner({
    project: reader.project,
    isMirror: readOnly !== null,
    userId: loaded.own.userId,
    recreatedId: ({ remoteId }) => connector.idFor(`${remoteId}/again`),
  })
  const storage = new StorageLimit(loaded.own.userId)
  return { ...loaded, connector, reader, readOnly, plan, log, storage, signal }
}

/** The position of a run in the changes of its remote calendar. */
export interface Position {
  /** Whether the run reads the whole calendar. */
  isWhole: boolean
  /** The position at which the run started; null if it reads everything. */
  from: string | null
  /** The position after these objects; null if there are more. */
  to?: string | null
  /** Links of further objects that are as they were at the last sync. */
  unchanged?: readonly string[]
  /** Whether unchanged objects are merged as well, because their events have changed. */
  isForced?: boolean
}

/** Applies remote objects to their events, and logs the changes. Returns the objects with their plans and links. */
export async function applyObjects(
  { binding, actor, placedIn, plan, readOnly, log, storage }: SyncContext,
  objects: readonly IncomingObject[],
  { isWhole, from, to = null, isForced = false, unchanged = [] }: Position,
): Promise<readonly AppliedLink[]> {
  await storage.reserve(objects)
  await log.begin()
  const isFirst = binding.cursor === null && binding.lastSuccessAt === null
  let applied: readonly AppliedLink[] = []
  const command = applyRemoteChanges({
    objects,
    plan,
    readOnly,
    isForced,
    unchanged,
    onApplied: (linked) => (applied = linked),
  })
  const input = {
    binding: binding.id,
    calendar: binding.calendarId,
    placedIn,
    run: log.id,
    isWhole,
    from,
    to,
  }
  const { result } = await execute(actor, command, input, { origin: isFirst ? 'first-sync' : 'sync' })
  await log.add(result)
  return applied
}
