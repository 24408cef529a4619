import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { timeoutSignal } from './timeout-signal'

it('aborts after its time although garbage is collected meanwhile', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const aborted = new Promise((resolve) => {
    const signal = timeoutSignal(100, new AbortController().signal)
    const weak = new WeakRef(signal)
    signal.addEventListener('abort', () => resolve(weak.deref()?.reason.name))
  })
  const collecting = setInterval(collect, 10)
  expect(await aborted).toBe('TimeoutError')
  clearInterval(collecting)
})

it('aborts with the reason of the other signal', () => {
  const other = new AbortController()
  const signal = timeoutSignal(60_000, other.signal)
  other.abort(new Error('shutdown'))
  expect(signal.reason.message).toBe('shutdown')
})
