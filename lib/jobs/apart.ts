import { startWorker } from './worker'

/** `npm run worker`: jobs in a process of their own, beside any number of apps (those run with WORKER=apart). */
const worker = await startWorker()
console.log('The worker is taking jobs.')
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => worker.stop().finally(() => process.exit(0)))
}
