import { expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { ThreadQueue } from './thread-queue'

const never = () => new AbortController().signal

/**
 * Requests a thread for each task. `settled` returns the names of the tasks that have got one; `free` frees the thread
 * of a task.
 */
function takeThreads(queue: ThreadQueue, tasks: Record<string, 'quick' | 'slow'>) {
  const running = new Map<string, () => void>()
  for (const [name, kind] of Object.entries(tasks))
    queue.take(kind === 'slow', never()).then(
      (free) => running.set(name, free),
      () => {},
    )
  const settled = async () => {
    await new Promise(setImmediate)
    return [...running.keys()]
  }
  return { settled, free: (name: string) => running.get(name)!() }
}

it('starts quick tasks before slow ones, and one slow task at a time', async () => {
  const { settled, free } = takeThreads(new ThreadQueue(2), {
    a: 'quick',
    b: 'slow',
    c: 'slow',
    d: 'quick',
    e: 'quick',
  })
  expect(await settled()).toEqual(['a', 'b'])
  free('a')
  expect(await settled()).toEqual(['a', 'b', 'd'])
  free('d')
  free('b')
  expect(await settled()).toEqual(['a', 'b', 'd', 'e', 'c'])
})

it('leaves a thread free for quick tasks while slow ones wait', async () => {
  const queue = new ThreadQueue(2)
  expect(await takeThreads(queue, { a: 'slow', b: 'slow', c: 'slow' }).settled()).toEqual(['a'])
  expect(await takeThreads(queue, { d: 'quick' }).settled()).toEqual(['d'])
})

it('skips a task that was aborted while it waited', async () => {
  const queue = new ThreadQueue(1)
  const free = await queue.take(false, never())
  const gone = new AbortController()
  const aborted = queue.take(false, gone.signal)
  const next = takeThreads(queue, { next: 'quick' })
  gone.abort()
  await expect(aborted).rejects.toThrow('aborted')
  free()
  expect(await next.settled()).toEqual(['next'])
})

it('refuses a task when fifty are waiting', async () => {
  const queue = new ThreadQueue(1)
  takeThreads(queue, Object.fromEntries(Array.from({ length: 51 }, (_, at) => [at, 'quick'])))
  await expect(queue.take(false, never())).rejects.toThrow(new AppError('UNAVAILABLE'))
})
