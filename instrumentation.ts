/**
 * Runs once when the server starts. Removes leftovers of uploads and starts the worker, unless it runs in a process
 * of its own.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { env } = await import('@/lib/env')
  const { clearSpool } = await import('@/lib/files/spool')
  await clearSpool(env.dataDir)
  if (!env.workerInside) return
  const { startWorker } = await import('@/lib/jobs/worker')
  await startWorker()
}

/** Records errors of pages, routes and actions, except those of requests that cannot be read. */
export async function onRequestError(
  error: unknown,
  _: unknown,
  { routePath, routeType }: { routePath: string; routeType: string },
): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { recordFault } = await import('@/lib/faults/record-fault')
  const { isUnreadableRequest } = await import('@/lib/faults/client-errors')
  if (routeType === 'action' && isUnreadableRequest(error)) return
  recordFault(`${routeType} ${routePath}`, error)
}
