import { expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { Turns } from './turns'

const never = () => new AbortController().signal

/** Asks for a thread for each task and returns the names of those that have one, with their functions to free it. */
function taking(turns: Turns, tasks: Record<string, 'quick' | 'slow'>) {
  const running = new Map<string, () => void>()
  for (const [name, kind] of Object.entries(tasks))
    turns.take(kind === 'slow', never()).then(
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
  const { settled, free } = taking(new Turns(2), { a: 'quick', b: 'slow', c: 'slow', d: 'quick', e: 'quick' })
  expect(await settled()).toEqual(['a', 'b'])
  free('a')
  expect(await settled()).toEqual(['a', 'b', 'd'])
  free('d')
  free('b')
  expect(await settled()).toEqual(['a', 'b', 'd', 'e', 'c'])
})

it('leaves a thread free for quick tasks while slow ones wait', async () => {
  const turns = new Turns(2)
  expect(await taking(turns, { a: 'slow', b: 'slow', c: 'slow' }).settled()).toEqual(['a'])
  expect(await taking(turns, { d: 'quick' }).settled()).toEqual(['d'])
})

it('passes over a task that was aborted while it waited', async () => {
  const turns = new Turns(1)
  const free = await turns.take(false, never())
  const gone = new AbortController()
  const aborted = turns.take(false, gone.signal)
  const next = taking(turns, { next: 'quick' })
  gone.abort()
  await expect(aborted).rejects.toThrow('aborted')
  free()
  expect(await next.settled()).toEqual(['next'])
})

it('refuses a task when fifty wait', async () => {
  const turns = new Turns(1)
  taking(turns, Object.fromEntries(Array.from({ length: 51 }, (_, at) => [at, 'quick'])))
  await expect(turns.take(false, never())).rejects.toThrow(new AppError('UNAVAILABLE'))
})
