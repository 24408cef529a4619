import { v7 as uuidv7 } from 'uuid'
import { db } from '@/db/client'
import type { SyncCounts, syncRuns } from '@/db/schema/connections'
import {
  deleteRun,
  endInterruptedRuns,
  insertEntries,
  NO_COUNTS,
  type SyncEntry,
  writeRun,
} from '@/lib/commands/rows/sync-runs'

/** The log of a run. It is written as soon as the run does something, so that its progress can be shown. */
export class RunLog {
  readonly id = uuidv7()
  readonly counts: SyncCounts = { ...NO_COUNTS }
  private isWritten = false

  constructor(private readonly bindingId: string) {}

  get hasChanged(): boolean {
    return Object.values(this.counts).some((count) => count > 0)
  }

  /** Stores the run, so that entries can refer to it. */
  async begin(): Promise<void> {
    if (!this.isWritten) await this.write('running', null)
  }

  /** Adds to the counts of the run. */
  async add(counts: Partial<SyncCounts>): Promise<void> {
    for (const [name, count] of Object.entries(counts)) this.counts[name as keyof SyncCounts] += count
    if (Object.values(counts).some((count) => count > 0)) await this.write('running', null)
  }

  async addEntries(entries: readonly Omit<SyncEntry, 'runId'>[]): Promise<void> {
    if (!entries.length) return
    await this.begin()
    await insertEntries(
      db,
      entries.map((entry) => ({ ...entry, runId: this.id })),
    )
  }

  /** Adds a write to the remote calendar. */
  async addSent(entry: Omit<SyncEntry, 'runId'>): Promise<void> {
    await this.addEntries([entry])
    await this.add({ sent: 1 })
  }

  /** Ends the log. A run that did nothing is not kept. */
  async end(
    outcome: 'done' | 'failed' | 'interrupted' | 'needs-approval',
    problem: string | null,
  ): Promise<void> {
    if (this.hasChanged || outcome === 'failed' || outcome === 'needs-approval')
      await this.write(outcome, problem)
    else if (this.isWritten) await deleteRun(db, this.id)
  }

  private async write(outcome: typeof syncRuns.$inferSelect.outcome, problem: string | null): Promise<void> {
    const { id, bindingId, counts } = this
    if (!this.isWritten) await endInterruptedRuns(db, bindingId)
    await writeRun(db, { id, bindingId, counts, outcome, problem })
    this.isWritten = true
  }
}
