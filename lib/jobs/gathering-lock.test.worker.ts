import { lockGathering } from '@/lib/commands/gathering-lock'
import { execute } from '@/lib/commands/pipeline/execute'
import { killAt } from './kill-at.test.worker'

/** Locks a gathering until the process is killed. */
const task = process.env.KILL_TASK
if (task) {
  const { user, input } = JSON.parse(task)
  killAt(1, 'before')
  await execute({ kind: 'user', id: user }, lockGathering, input, { origin: 'web' })
  process.exit(0)
}
