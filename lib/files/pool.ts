import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import Piscina from 'piscina'
import { AppError } from '@/lib/errors'
import { receive } from './task-messages'
import { ThreadQueue } from './thread-queue'

/** Time limits of the first and the second attempt of a task. A file of 10,000 events takes half of the first limit. */
const FIRST_RUN_MS = 8000
const MAX_RUN_MS = 60_000

/** Maximum time that an attempt may wait for a free thread. */
const MAX_WAIT_MS = 180_000

/** Time for which tasks of an account skip the first attempt after a task exceeded the limit of its first attempt. */
const SLOW_MS = 3_600_000

/** The threads run at a lower priority (where the system has one), so two of them leave the main thread its share. */
const MAX_THREADS = 2
const NICE = 5

interface Run {
  /** The account that the task runs for. The tasks of an account must run in sequence (see uploads.ts). */
  account: string
  /** Called when an attempt starts: messages of the previous attempt no longer count. */
  onStarted?: () => void
  /** Receives what the task sends (see task-messages.ts). */
  onMessage: (body: unknown) => void
  signal: AbortSignal
  /** Shorter in tests. */
  firstRunMs?: number
  maxRunMs?: number
}

/**
 * Runs the default export of a TypeScript file in a worker thread with limits for time and memory. A task that exceeds
 * a limit is stopped together with its thread; other tasks continue.
 *
 * A task that exceeds the time of its first attempt starts again and may run longer, but second attempts wait for first
 * ones and share one thread. A first attempt therefore waits at most 8 s and the start of a thread for each account
 * ahead of it, and not at all for accounts that had a slow file within the last hour.
 *
 * @param file path relative to the checkout, `lib/files/import-worker.ts`
 * @throws AppError TOO_LARGE when the task exceeds a limit, UNAVAILABLE when no thread becomes free in time
 */
export async function runInWorker<R>(file: string, task: object, run: Run): Promise<R> {
  const { firstRunMs = FIRST_RUN_MS, maxRunMs = MAX_RUN_MS } = run
  const { slowUntil } = fileThreads()
  if ((slowUntil.get(run.account) ?? 0) < Date.now()) {
    const first = await attempt<R>(file, task, run, { isSlow: false, runMs: firstRunMs })
    if (first) return first.result
    for (const [account, until] of slowUntil) if (until < Date.now()) slowUntil.delete(account)
    slowUntil.set(run.account, Date.now() + SLOW_MS)
  }
  const second = await attempt<R>(file, task, run, { isSlow: true, runMs: maxRunMs })
  if (!second) throw new AppError('TOO_LARGE')
  return second.result
}

/** Runs a task. Returns undefined if it has not ended within `runMs`. */
async function attempt<R>(
  file: string,
  task: object,
  { signal, onStarted, onMessage }: Run,
  { isSlow, runMs }: { isSlow: boolean; runMs: number },
): Promise<{ result: R } | undefined> {
  const { port1, port2 } = new MessageChannel()
  const limit = new AbortController()
  let isStarted = false
  let timer = setTimeout(() => limit.abort(), MAX_WAIT_MS)
  receive(port1, {
    started: () => {
      isStarted = true
      clearTimeout(timer)
      timer = setTimeout(() => limit.abort(), runMs)
      onStarted?.()
    },
    body: onMessage,
  })
  // A worker that cannot be loaded never settles its task, so the signal ends it.
  const ended = AbortSignal.any([signal, limit.signal])
  const { pool, queue } = fileThreads()
  let release: (() => void) | undefined
  try {
    release = await queue.take(isSlow, ended)
    const filename = path.join(/*turbopackIgnore: true*/ process.cwd(), file)
    const options = { filename, signal: ended, transferList: [port2] }
    return { result: await pool.run({ ...task, port: port2 }, options) }
  } catch (error) {
    signal.throwIfAborted()
    if (isOutOfMemory(error)) throw new AppError('TOO_LARGE')
    if (!limit.signal.aborted) throw error
    if (!isStarted) throw new AppError('UNAVAILABLE')
    return undefined
  } finally {
    clearTimeout(timer)
    port1.close()
    release?.()
  }
}

export interface FileThreads {
  pool: Piscina
  queue: ThreadQueue
  /** Accounts whose last task was slow, with the time until which that counts. */
  slowUntil: Map<string, number>
}

/** The threads of this process. Next loads a module more than once, so they are kept on `globalThis`. */
function fileThreads(): FileThreads {
  globalThis.kindayFileThreads ??= {
    pool: createPool(),
    queue: new ThreadQueue(MAX_THREADS),
    slowUntil: new Map(),
  }
  return globalThis.kindayFileThreads
}

function createPool(): Piscina {
  return new Piscina({
    // tsx compiles the source, in Next as in tests and scripts: no second build is needed.
    execArgv: ['--import', 'tsx'],
    minThreads: 0,
    maxThreads: MAX_THREADS,
    idleTimeout: 30_000,
    niceIncrement: NICE,
    resourceLimits: { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
