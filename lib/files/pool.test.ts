import { expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { runInWorker } from './pool'

const never = new AbortController().signal

function run(how: string, { signal = never, maxRunMs = 30_000, onMessage = (_: unknown) => {} } = {}) {
  return runInWorker<string>('lib/files/pool.test.worker.ts', { how }, { signal, maxRunMs, onMessage })
}

it.each([
  ['loops for ever', 'loop', 300],
  ['never settles', 'hang', 300],
  ['allocates without end', 'memory', 30_000],
])('ends a task that %s with TOO_LARGE, and runs the next one', async (_, how, maxRunMs) => {
  await expect(run(how, { maxRunMs })).rejects.toThrow(new AppError('TOO_LARGE'))
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
