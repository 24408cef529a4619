import { expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { runInWorker } from './pool'

const never = new AbortController().signal

let accounts = 0

function run(how: string, options: Partial<Parameters<typeof runInWorker>[2]> = {}) {
  const run = { account: `account ${++accounts}`, signal: never, onMessage: () => {}, ...options }
  return runInWorker<string>('lib/files/pool.test.worker.ts', { how }, run)
}

it.each([
  ['loops forever', 'loop', 300],
  ['never settles', 'hang', 300],
  ['allocates without limit', 'memory', 30_000],
])('ends a task that %s with TOO_LARGE, and runs the next one', async (_, how, maxRunMs) => {
  await expect(run(how, { firstRunMs: maxRunMs, maxRunMs })).rejects.toThrow(new AppError('TOO_LARGE'))
  expect(await run('well')).toBe('well')
})

it('ends a task whose client disconnects', async () => {
  const gone = new AbortController()
  const running = run('hang', { signal: gone.signal, onMessage: () => gone.abort() })
  await expect(running).rejects.toThrow('aborted')
})

it('runs two tasks concurrently and queues a third', async () => {
  const begun: string[] = []
  const gone = new AbortController()
  const tasks = ['hang', 'hang', 'hang'].map((how, at) =>
    run(how, { signal: gone.signal, onMessage: () => begun.push(`${how} ${at}`) }).catch(() => 'ended'),
  )
  await expect.poll(() => begun.length).toBe(2)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(begun).toHaveLength(2)
  gone.abort()
  expect(await Promise.all(tasks)).toEqual(['ended', 'ended', 'ended'])
})

it('reads the file of an eighth account while slow files of seven accounts are queued or running', async () => {
  const gone = new AbortController()
  let settled = 0
  const slow = Array.from({ length: 7 }, () =>
    run('loop', { firstRunMs: 50, signal: gone.signal })
      .catch(() => 'ended')
      .finally(() => settled++),
  )
  expect(await run('well')).toBe('well')
  expect(settled).toBe(0)
  gone.abort()
  await Promise.all(slow)
})

it('restarts a slow task with more time, and starts later tasks of its account without a short attempt', async () => {
  const starts: string[] = []
  const slow = { account: 'slow', firstRunMs: 300, maxRunMs: 600, onStarted: () => starts.push('slow') }
  await expect(run('hang', slow)).rejects.toThrow(new AppError('TOO_LARGE'))
  expect(starts).toHaveLength(2)
  await expect(run('hang', slow)).rejects.toThrow(new AppError('TOO_LARGE'))
  expect(starts).toHaveLength(3)
})
