import type { Tx } from '@/db/client'
import { loadReaches } from '@/lib/access/reach'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { RecordedChange } from '@/lib/queries/changes/recorded-change'
import { type ChangeViewer, loadChangeViewers } from '@/lib/queries/changes/viewer'

/** Number of users whose access is read at once. */
const USERS_AT_ONCE = 100

/** Loads and caches what users may read of changes, many users at once. */
export class Viewers {
  private readonly loaded = new Map<string, ChangeViewer>()

  constructor(
    private readonly tx: Tx,
    private readonly changes: readonly Pick<RecordedChange, 'entity' | 'id'>[],
  ) {}

  async load(userIds: Iterable<string>): Promise<void> {
    const missing = [...new Set(userIds)].filter((id) => !this.loaded.has(id))
    for (const ids of chunksOf(missing, USERS_AT_ONCE)) {
      const reaches = await loadReaches(this.tx, ids)
      for (const [id, viewer] of await loadChangeViewers(this.tx, reaches, this.changes))
        this.loaded.set(id, viewer)
    }
  }

  /** Returns the viewer of a loaded user. */
  of(userId: string): ChangeViewer {
    return this.loaded.get(userId)!
  }
}
