import { startWorker } from './worker'

/** `npm run worker`: jobs in a process of their own, for installations whose apps run with WORKER=separate. */
const starting = startWorker()
// The handlers are added before the worker takes its first job: a signal that comes then must not leave the job locked.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => starting.then((worker) => worker.stop()).finally(() => process.exit(0)))
}
await starting
console.log('The worker is taking jobs.')
