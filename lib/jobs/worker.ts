import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { resendPings } from '@/lib/commands/pipeline/pings'
import { releaseWorkers } from '@/lib/commands/rows/job-locks'
import { env } from '@/lib/env'
import { logProblem } from '@/lib/log'
import type { JobName } from '@/lib/queue'
import { createLockCheck } from './dead-workers'
import { queueDigests } from './digests'
import { dispatch } from './dispatch'
import { notifyDueTasks } from './due-tasks'
import { notifyDuties } from './duties'
import { fireAlarms } from './fire-alarms'
import { WorkerPresence } from './presence'
import {
  ALARMS_EVERY_MS,
  AT_START,
  BEAT_EVERY_MS,
  CONCURRENCY,
  DIGESTS_EVERY_MS,
  DISPATCH_EVERY_MS,
  DUE_TASKS_EVERY_MS,
  JOBS,
  type JobDefinition,
  MAILBOX_RETRY_MS,
  RESEND_EVERY_MS,
  SCHEDULE,
  SYNC_EVERY_MS,
} from './registry'
import { repeat } from './repeat'
import { queueDueSyncs } from './sync/schedule'
import { withTimeLimit } from './time-limit'

type Workers = keyof typeof CONCURRENCY

/** Time that jobs have to finish when the process stops; then they are aborted. */
const STOP_GRACE_MS = 1000

/** Error of a job that is aborted when the process stops. */
const STOP_REASON = 'the process ends'

/** Delay before workers that ended by themselves, as in a long outage of the database, start again. */
const RESTART_AFTER_MS = 5000

const globals = globalThis as { kindayWorker?: Promise<{ stop(): Promise<void> }> }

/** Starts the workers of this process, once. Any number of processes may run workers. */
export function startWorker(): Promise<{ stop(): Promise<void> }> {
  globals.kindayWorker ??= start()
  return globals.kindayWorker
}

async function start() {
  const presence = new WorkerPresence()
  const stopping = new AbortController()
  const mail = await runWorkers('mail', presence, stopping.signal)
  const push = await runWorkers('push', presence, stopping.signal)
  const sync = await runWorkers('sync', presence, stopping.signal)
  const hosted = await runWorkers('hosted', presence, stopping.signal)
  const other = await runWorkers('other', presence, stopping.signal)
  for (const job of AT_START) await other.current.addJob(job, {}, { jobKey: job })
  const timers = [
    repeat('pings are not re-sent', RESEND_EVERY_MS, resendPings),
    repeat('consumers of changes do not run', DISPATCH_EVERY_MS, () => dispatch(stopping.signal)),
    repeat('reminders are not sent', ALARMS_EVERY_MS, () => fireAlarms(Date.now(), stopping.signal)),
    repeat('due tasks are not notified', DUE_TASKS_EVERY_MS, () => notifyDueTasks()),
    repeat('duties are not notified', DUE_TASKS_EVERY_MS, () => notifyDuties()),
    repeat('connected calendars are not synced', SYNC_EVERY_MS, queueDueSyncs),
    repeat('digests are not sent', DIGESTS_EVERY_MS, () => queueDigests()),
    repeat('locks of dead workers are not released', BEAT_EVERY_MS, createLockCheck(presence)),
  ]
  const mailbox = new AbortController()
  if (env.imapUrl) {
    // Loaded only where a mailbox is read: the packages take megabytes of memory.
    const [{ readMailbox }, { handleMail }] = await Promise.all([
      import('@/lib/mail/mailbox'),
      import('./mailbox/handle-mail'),
    ])
    const read = () => readMailbox(handleMail, mailbox.signal)
    timers.push(repeat('answers by mail are not read', MAILBOX_RETRY_MS, read))
  }
  return {
    stop: async () => {
      for (const timer of timers) timer.stop()
      mailbox.abort()
      const timer = setTimeout(() => stopping.abort(new Error(STOP_REASON)), STOP_GRACE_MS)
      await Promise.all([mail.stop(), push.stop(), sync.stop(), hosted.stop(), other.stop()])
      clearTimeout(timer)
      await presence.end()
      // graphile-worker stops before it has recorded the outcome of the last jobs.
      await releaseWorkers([...presence.ids]).catch(() => {})
    },
  }
}

/** Starts a pool of workers, and restarts it when it ends by itself. */
async function runWorkers(workers: Workers, presence: WorkerPresence, stop: AbortSignal) {
  let isStopped = false
  const begin = async (): Promise<Runner> => {
    const runner = await run({
      connectionString: env.databaseUrl,
      maxPoolSize: 2,
      concurrency: CONCURRENCY[workers],
      noHandleSignals: true,
      events: poolEvents(presence),
      // graphile-worker awaits this before it takes each job.
      forbiddenFlags: async () => {
        await presence.ready()
        return null
      },
      taskList: taskList(workers, stop),
      parsedCronItems: workers === 'other' ? schedule() : [],
      logger: new Logger(() => logErrors),
    })
    const restart = () => {
      if (isStopped) return
      setTimeout(async () => {
        if (isStopped) return
        try {
          group.current = await begin()
        } catch {
          restart() // without a message, since other messages of the outage state the cause
        }
      }, RESTART_AFTER_MS).unref()
    }
    runner.promise.then(restart, restart)
    return runner
  }
  const group = {
    current: await begin(),
    stop: async () => {
      isStopped = true
      await group.current.stop().catch(() => {}) // it may have ended by itself
    },
  }
  return group
}

/** Returns events that register each new pool: jobs are locked under the id of the pool that took them. */
function poolEvents(presence: WorkerPresence): WorkerEvents {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => presence.add(workerPool.id))
  return events
}

function taskList(workers: Workers, stop: AbortSignal): TaskList {
  const jobs = Object.entries(JOBS) as [JobName, JobDefinition<unknown>][]
  return Object.fromEntries(
    jobs
      .filter(([, job]) => job.workers === workers)
      .map(([name, { run, maxMs }]) => [
        name,
        (payload: unknown) => withTimeLimit(name, maxMs, stop, (signal) => run(payload, signal)),
      ]),
  )
}

function schedule() {
  return parseCronItems(
    SCHEDULE.map(({ job, at }) => ({
      task: job,
      match: at,
      identifier: job,
      options: { backfillPeriod: 86_400_000 },
    })),
  )
}

/**
 * Logs only what an operator should see. During an outage graphile-worker repeats its messages with changing
 * delays.
 */
function logErrors(level: string, message: string): void {
  if (level !== 'error' || message.includes(STOP_REASON)) return
  const line = message.replace(/(?: \(trying again in|; we'll try again in) \d+ms\)?/, '')
  logProblem('job', line, line)
}
