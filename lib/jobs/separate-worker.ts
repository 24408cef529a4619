import { startWorker } from './worker'

/** `npm run worker`: jobs in a process of their own, for installations whose apps run with WORKER=separate. */
const worker = await startWorker()
console.log('The worker is taking jobs.')
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => worker.stop().finally(() => process.exit(0)))
}
