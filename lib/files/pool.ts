import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import Piscina from 'piscina'
import { AppError } from '@/lib/errors'
import { receive } from './task-messages'

/**
 * Maximum time that a task may run, and that it may wait for a free thread: as long as a few tasks before it may run.
 */
const MAX_RUN_MS = 60_000
const MAX_WAIT_MS = 180_000

/** The threads run at a lower priority (where the system has one), so two of them leave the main thread its share. */
const MAX_THREADS = 2
const NICE = 5
const MAX_QUEUE = 50

interface Run {
  /** Receives what the task sends (see channel.ts). */
  onMessage: (body: unknown) => void
  signal: AbortSignal
  /** Shorter in tests. */
  maxRunMs?: number
}

/**
 * Runs the default export of a TypeScript file in a worker thread with limits for time and memory. A task that exceeds
 * one ends alone, together with its thread.
 *
 * @param file path relative to the checkout, `lib/files/import-worker.ts`
 * @throws AppError TOO_LARGE when the task exceeds a limit, UNAVAILABLE when no thread becomes free in time
 */
export async function runInWorker<R>(file: string, task: object, run: Run): Promise<R> {
  const { port1, port2 } = new MessageChannel()
  const limit = new AbortController()
  let started = false
  let timer = setTimeout(() => limit.abort(), MAX_WAIT_MS)
  receive(port1, {
    started: () => {
      started = true
      clearTimeout(timer)
      timer = setTimeout(() => limit.abort(), run.maxRunMs ?? MAX_RUN_MS)
    },
    body: run.onMessage,
  })
  try {
    return await filePool().run(
      { ...task, port: port2 },
      {
        filename: path.join(/*turbopackIgnore: true*/ process.cwd(), file),
        // A worker that cannot be loaded leaves its task pending for ever: the signal ends it.
        signal: AbortSignal.any([run.signal, limit.signal]),
        transferList: [port2],
      },
    )
  } catch (error) {
    run.signal.throwIfAborted()
    if (isOutOfMemory(error)) throw new AppError('TOO_LARGE')
    if (limit.signal.aborted) throw new AppError(started ? 'TOO_LARGE' : 'UNAVAILABLE')
    if (isQueueFull(error)) throw new AppError('UNAVAILABLE')
    throw error
  } finally {
    clearTimeout(timer)
    port1.close()
  }
}

/** The pool of this process. Next loads a module more than once, so the pool is kept on `globalThis`. */
function filePool(): Piscina {
  globalThis.kindayFilePool ??= new Piscina({
    // tsx compiles the source, in Next as in tests and scripts: no second build is needed.
    execArgv: ['--import', 'tsx'],
    minThreads: 0,
    maxThreads: MAX_THREADS,
    maxQueue: MAX_QUEUE,
    idleTimeout: 30_000,
    niceIncrement: NICE,
    resourceLimits: { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  return globalThis.kindayFilePool
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function isQueueFull(error: unknown): boolean {
  return error instanceof Error && error.message === 'Task queue is at limit'
}
