import type { Tx } from '@/db/client'
import { loadReach } from '@/lib/access/reach'
import type { RecordedChange } from '@/lib/queries/changes/recorded-change'
import { type ChangeViewer, changeViewer } from '@/lib/queries/changes/viewer'

/** Loads what users may read of some changes, each user once. */
export class Viewers {
  private readonly loaded = new Map<string, Promise<ChangeViewer>>()

  constructor(
    private readonly tx: Tx,
    private readonly changes: readonly RecordedChange[],
  ) {}

  of(userId: string): Promise<ChangeViewer> {
    let viewer = this.loaded.get(userId)
    if (!viewer) {
      viewer = this.load(userId)
      this.loaded.set(userId, viewer)
    }
    return viewer
  }

  private async load(id: string): Promise<ChangeViewer> {
    return changeViewer(this.tx, await loadReach(this.tx, { kind: 'user', id }), this.changes)
  }
}
