import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { decideDeletions } from '@/lib/commands/sync-deletions'
import { disconnectBinding, pauseSync, updateBinding } from '@/lib/commands/sync-settings'
import { AppError } from '@/lib/errors'
import { as } from '@/test/database/fixtures'
import { bindingOf, type RandomAccount } from './random.test.account'
import type { Expected } from './random.test.expected'
import type { Random } from './random.test.numbers'

/** Maximum number of deletions of a run in a direction without the user's approval, in calendars of up to 100 events. */
const MAX_FREE_DELETIONS = 10

/** An entry of the log of a run. */
type LogEntry = { run: string; direction: 'in' | 'out'; op: string; uid: string | null }

/** Random changes of how the calendar is synced, and decisions about deletions that a run holds back. */
export class Settings {
  private hasDecided = false
  private since = new Date()

  constructor(
    private readonly account: RandomAccount,
    private readonly random: Random,
    private readonly expected: Expected,
  ) {}

  /** Pauses, disconnects or continues the sync, or makes it one-way or two-way. */
  async change(): Promise<void> {
    const { account, random, expected } = this
    expected.expectOtherSettings()
    const row = await bindingOf(account)
    if (!row) return this.connect()
    const kind = random.pickBy({ pause: 3, direction: 4, disconnect: 3 })
    expected.note(`${kind} of a binding that is ${row.state} (${row.direction})`)
    switch (kind) {
      case 'pause':
        if (row.state !== 'needs-approval') await this.pause(row.state !== 'paused')
        return
      case 'direction':
        return this.setDirection(row.direction === 'both' ? 'pull' : 'both')
      case 'disconnect': {
        const copies = random.pick(['keep', 'remove'] as const)!
        await as(account.user).run(disconnectBinding, { binding: row.id, copies })
      }
    }
  }

  /** Lets the sync run in both directions. */
  async restore(): Promise<void> {
    const row = await bindingOf(this.account)
    if (!row) return this.connect()
    if (row.direction !== 'both') await this.setDirection('both')
    if (row.state === 'paused') await this.pause(false)
  }

  /** Decides about deletions that the last run has held back. */
  async decide(): Promise<void> {
    const { account, random, expected } = this
    const row = await bindingOf(account)
    if (row?.state !== 'needs-approval') return
    this.hasDecided = true
    const choice = random.isTrue(0.3) ? 'keep' : 'delete'
    if (choice === 'keep') expected.expectOtherSettings()
    expected.note(`deletions: ${choice}`)
    const decide = (choice: 'keep' | 'delete') =>
      as(account.user).run(decideDeletions, { binding: row.id, choice })
    await decide(choice).catch((error) => {
      // A one-way sync cannot keep what was deleted remotely.
      if (!(error instanceof AppError)) throw error
      return decide('delete')
    })
  }

  /**
   * Returns the runs since the last call that have deleted too much, unless the user has decided about deletions, and
   * changes of events that no edit has led to.
   */
  async wrongEntries(): Promise<string[]> {
    const entries = await db.execute<LogEntry>(sql`
      select e.run_id as run, e.direction, e.op, v.uid
      from sync_entries e join sync_runs r on r.id = e.run_id left join events v on v.id = e.event_id
      where r.binding_id = ${this.account.binding} and r.started_at > ${this.since.toISOString()}
        and e.op in ('added', 'changed', 'deleted') and e.reason is null`)
    const deletions = new Map<string, number>()
    for (const { run, direction, op } of entries)
      if (op === 'deleted')
        deletions.set(`${run} ${direction}`, (deletions.get(`${run} ${direction}`) ?? 0) + 1)
    const tooMany = [...deletions].filter(([, count]) => count > MAX_FREE_DELETIONS && !this.hasDecided)
    this.hasDecided = false
    this.since = new Date()
    return [
      ...tooMany.map(([run, count]) => `a run deleted ${count} (${run})`),
      ...entries.flatMap(({ uid, direction, op }) => {
        const isCaused = !uid || this.expected.isCaused(uid, direction === 'in' ? 'remote' : 'local')
        return isCaused ? [] : [`${uid} was ${op} (${direction}), which no edit has led to`]
      }),
    ]
  }

  private async connect(): Promise<void> {
    this.expected.expectOtherSettings()
    this.account.binding = await this.account.bind()
  }

  private async pause(isPaused: boolean): Promise<void> {
    await as(this.account.user).run(pauseSync, { binding: this.account.binding, isPaused })
  }

  private async setDirection(direction: 'pull' | 'both'): Promise<void> {
    await as(this.account.user).run(updateBinding, { binding: this.account.binding, direction })
  }
}
