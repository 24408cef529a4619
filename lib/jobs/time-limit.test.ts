import { expect, it } from 'vitest'
import { withTimeLimit } from './time-limit'

const never = new AbortController().signal

it('rejects work over the time limit and aborts its signal', async () => {
  let isAborted = false
  const hangs = (signal: AbortSignal) =>
    new Promise<void>(() => signal.addEventListener('abort', () => (isAborted = true)))
  await expect(withTimeLimit('mail', 20, never, hangs)).rejects.toThrow('mail took longer than 0.02 seconds')
  expect(isAborted).toBe(true)
})

it('rejects work when the process ends', async () => {
  const stop = new AbortController()
  const work = withTimeLimit('mail', 60_000, stop.signal, () => new Promise(() => {}))
  stop.abort(new Error('the process ends'))
  await expect(work).rejects.toThrow('the process ends')
})

it('resolves work that ends in time', async () => {
  await expect(withTimeLimit('mail', 60_000, never, async () => {})).resolves.toBeUndefined()
  await expect(withTimeLimit('mail', 60_000, never, () => Promise.reject(new Error('451')))).rejects.toThrow(
    '451',
  )
})
