import { fireAlarms } from './fire-alarms'
import { killAt } from './kill-at.test.worker'

/** Fires due alarms until the process is killed. */
const task = process.env.KILL_TASK
if (task) {
  const { commit, moment } = JSON.parse(task)
  killAt(commit, moment)
  await fireAlarms()
  process.exit(0)
}
