import { PgDatabase } from 'drizzle-orm/pg-core'
import { execute } from '@/lib/commands/pipeline/execute'
import { createShare, removeShare } from '@/lib/commands/shares'
import { dispatch } from './dispatch'

export interface Sharing {
  owner: string
  calendar: string
  email: string
}

/**
 * Shares a calendar with an address and ends the share, dispatching the changes after each step. Repeating it changes
 * nothing.
 */
export async function shareAndEnd({ owner, calendar, email }: Sharing): Promise<void> {
  const actor = { kind: 'user', id: owner } as const
  const via = (step: string) => ({ origin: 'web', key: `${step}-${email}` }) as const
  const { result } = await execute(
    actor,
    createShare,
    { calendar, to: { email }, level: 'editor' },
    via('share'),
  )
  await dispatch()
  await execute(actor, removeShare, { share: result.id }, via('end'))
  await dispatch()
}

/** Ends this process with SIGKILL before or after its n-th commit. */
function killAt(commit: number, moment: 'before' | 'after'): void {
  let commits = 0
  const transaction = PgDatabase.prototype.transaction
  PgDatabase.prototype.transaction = async function (work, config) {
    const isLast = ++commits === commit
    const run: typeof work = async (tx) => {
      const result = await work(tx)
      if (isLast && moment === 'before') kill()
      return result
    }
    const result = await transaction.call(this, run as never, config)
    if (isLast && moment === 'after') kill()
    return result as never
  }
}

function kill(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

const task = process.env.KILL_TASK
if (task) {
  const { commit, moment, sharing } = JSON.parse(task)
  killAt(commit, moment)
  await shareAndEnd(sharing)
  process.exit(0)
}
