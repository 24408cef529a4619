/** Runs once when the server starts. Removes leftovers of uploads; the worker lives in its process unless told to live apart. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { env } = await import('@/lib/env')
  const { clearSpool } = await import('@/lib/files/spool')
  await clearSpool(env.dataDir)
  if (!env.workerInside) return
  const { startWorker } = await import('@/lib/jobs/worker')
  await startWorker()
}

/** Records a page, route or action that failed. What Next throws to redirect is not an error here. */
export async function onRequestError(
  error: unknown,
  _: unknown,
  { routePath, routeType }: { routePath: string; routeType: string },
): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { noteFault } = await import('@/lib/faults/record-fault')
  const { isUnreadableRequest } = await import('@/lib/faults/client-errors')
  if (routeType === 'action' && isUnreadableRequest(error)) return
  noteFault(`${routeType} ${routePath}`, error)
}
