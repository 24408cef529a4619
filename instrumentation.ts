/** Runs once when the server starts: the worker lives in its process unless told to live apart. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { env } = await import('@/lib/env')
  if (!env.workerInside) return
  const { startWorker } = await import('@/lib/jobs/worker')
  await startWorker()
}

/** A page that could not be rendered. What Next throws to lead elsewhere is none of these. */
export async function onRequestError(
  error: unknown,
  _: unknown,
  { routePath, routeType }: { routePath: string; routeType: string },
): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { noteFault } = await import('@/lib/commands/faults')
  noteFault(`${routeType} ${routePath}`, error)
}
