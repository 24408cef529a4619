import { Logger, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker'
import { resendPings } from '@/lib/commands/pings'
import { env } from '@/lib/env'
import type { JobName } from '@/lib/queue'
import { AT_START, JOBS, RESEND_EVERY_MS, SCHEDULE } from './registry'

const held = globalThis as { kindayWorker?: Promise<{ stop(): Promise<void> }> }

/** Starts taking jobs, once per process. Any number of processes may. */
export function startWorker(): Promise<{ stop(): Promise<void> }> {
  held.kindayWorker ??= start()
  return held.kindayWorker
}

async function start() {
  const runner: Runner = await run({
    connectionString: env.databaseUrl,
    maxPoolSize: 3,
    concurrency: 2,
    noHandleSignals: true,
    taskList: taskList(),
    parsedCronItems: parseCronItems(
      SCHEDULE.map(({ job, at }) => ({
        task: job,
        match: at,
        identifier: job,
        options: { backfillPeriod: 86_400_000 },
      })),
    ),
    logger: new Logger(() => quietly),
  })
  for (const job of AT_START) await runner.addJob(job, {}, { jobKey: job })
  const tick = setInterval(() => {
    resendPings().catch((error) => console.warn('kinday: pings not re-sent:', String(error)))
  }, RESEND_EVERY_MS)
  tick.unref()
  return {
    stop: async () => {
      clearInterval(tick)
      await runner.stop()
    },
  }
}

function taskList(): TaskList {
  const entries = Object.entries(JOBS) as [JobName, (payload: unknown) => Promise<void>][]
  return Object.fromEntries(entries.map(([name, work]) => [name, (payload: unknown) => work(payload)]))
}

/** Only what somebody should look at. */
function quietly(level: string, message: string): void {
  if (level === 'error') console.error('kinday: job:', message)
}
