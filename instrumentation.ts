/** Runs once when the server starts: the worker lives in its process unless told to live apart. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { env } = await import('@/lib/env')
  if (!env.workerInside) return
  const { startWorker } = await import('@/lib/jobs/worker')
  await startWorker()
}
