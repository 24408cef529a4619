import { answerWith } from './children.mjs'

// Runs of connected calendars, as a worker executes them, in a process that does nothing else.
answerWith(async ({ environment, userId, calendars, run, bindings }) => {
  Object.assign(process.env, environment)
  if (run === 'memory') return memory()
  const { insertGoogleBinding, insertGoogleConnection } = await import(
    '../../test/database/google-account.ts'
  )
  const { runBinding } = await import('../../lib/jobs/sync/run-binding.ts')
  const { queueDueSyncs } = await import('../../lib/jobs/sync/schedule.ts')
  if (calendars) {
    const connection = await insertGoogleConnection(userId, { access_token: 'token' })
    const created = []
    for (const { calendar, remoteId } of calendars)
      created.push(await insertGoogleBinding(connection, calendar, { remoteId, nextRunAt: null }))
    return created
  }
  const before = process.cpuUsage()
  const start = performance.now()
  if (run === 'schedule') for (let tick = 0; tick < bindings; tick++) await queueDueSyncs()
  else for (const binding of bindings) await runBinding(binding, new AbortController().signal)
  const { user, system } = process.cpuUsage(before)
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000 }
})

/** Returns the memory of the process in MB: at present, after a collection where possible, and at most so far. */
function memory() {
  globalThis.gc?.()
  return { rss: process.memoryUsage().rss / 2 ** 20, peak: process.resourceUsage().maxRSS / 1024 }
}
