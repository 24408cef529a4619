import type { IcsSummary, IcsTask } from './ics-worker'
import { runInWorker } from './pool'

/** Maximum number of events of a feed. */
const MAX_ICS_EVENTS = 20_000

interface ReadOptions extends Pick<IcsTask, 'bytes' | 'zone'> {
  /** The address of the feed. */
  url: string
  signal: AbortSignal
}

/**
 * Reads and checks a feed in a worker thread.
 *
 * @returns a summary, and the events as JSON arrays of `IcsEvent`
 * @throws AppError TOO_LARGE when it exceeds the limits of a thread, UNAVAILABLE when no thread becomes free
 */
export async function readIcs({ url, signal, ...task }: ReadOptions) {
  const pages: string[] = []
  const summary = await runInWorker<IcsSummary>(
    'lib/files/ics-worker.ts',
    { ...task, maxEvents: MAX_ICS_EVENTS } satisfies IcsTask,
    {
      // A slow feed delays neither the user's imports nor other feeds.
      account: `feed ${url}`,
      signal,
      onStarted: () => {
        pages.length = 0
      },
      onMessage: (body) => pages.push(body as string),
    },
  )
  return { summary, pages }
}
