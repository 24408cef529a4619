import { execute } from '@/lib/commands/pipeline/execute'
import { createShare, removeShare } from '@/lib/commands/shares'
import { dispatch } from './dispatch'
import { killAt } from './kill-at.test.worker'

export interface ShareInput {
  owner: string
  calendar: string
  email: string
}

/**
 * Shares a calendar with an address and ends the share, dispatching the changes after each step. Repeating it changes
 * nothing.
 */
export async function shareAndEnd({ owner, calendar, email }: ShareInput): Promise<void> {
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

const task = process.env.KILL_TASK
if (task) {
  const { commit, moment, sharing } = JSON.parse(task)
  killAt(commit, moment)
  await shareAndEnd(sharing)
  process.exit(0)
}
