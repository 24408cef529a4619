import { db } from '@/db/client'
import type { RemoteState } from '@/lib/calendar/server/remote'
import type { IncomingObject } from '@/lib/commands/effects/link-plan'
import { ConnectorError } from '@/lib/connectors/connector'
import { storedBytes } from '@/lib/queries/sync-bindings'

/** Maximum size of a remote object. */
const MAX_OBJECT_SIZE = 4 * 1024 * 1024

/** Maximum storage of the remote objects of a user's calendars: about 300,000 events of usual size. */
const MAX_STORED_BYTES = 512 * 1024 * 1024

/** Size of objects after which a run measures the storage again. */
const MEASURE_AFTER = 32 * 1024 * 1024

/** Replaces the state of an object that is too large to be stored. */
const OVERSIZED: RemoteState = { isOversized: true }

export function isOversized(state: RemoteState): boolean {
  return 'isOversized' in state
}

/** Returns a state that can be stored. */
export function toStorableState(state: RemoteState): RemoteState {
  return sizeOf(state) > MAX_OBJECT_SIZE ? OVERSIZED : state
}

/** Limits the storage of the remote objects of a user. Runs measure it, so they can exceed it by the objects of some seconds. */
export class StorageLimit {
  private unmeasured = Number.POSITIVE_INFINITY

  constructor(
    private readonly userId: string,
    private readonly maxBytes = MAX_STORED_BYTES,
  ) {}

  /** Counts objects that are about to be stored. @throws ConnectorError `too-much-data` */
  async reserve(objects: readonly Pick<IncomingObject, 'state'>[]): Promise<void> {
    const size = objects.reduce((sum, { state }) => sum + (state ? sizeOf(state) : 0), 0)
    if (!size) return
    if (this.unmeasured + size > MEASURE_AFTER) {
      const stored = await storedBytes(db, this.userId)
      if (stored > this.maxBytes) throw new ConnectorError('too-much-data', `${stored} bytes`)
      this.unmeasured = 0
    }
    this.unmeasured += size
  }
}

/** Returns the approximate length of a value as JSON. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2
  if (!value || typeof value !== 'object') return 5
  let size = 2
  for (const [name, inner] of Object.entries(value)) size += name.length + 4 + sizeOf(inner)
  return size
}
