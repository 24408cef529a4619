import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { repeat } from './repeat'

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
const warnings = () => warn.mock.calls.map(([line]) => line)

beforeEach(() => {
  vi.useFakeTimers()
  warn.mockClear()
})
afterEach(() => vi.useRealTimers())

it('logs each cause of a failure once, and the recovery', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })
  let failure: Error | undefined = new Error('Failed query: select 1', { cause: refused })
  const { stop } = repeat('pings are not re-sent', 100, async () => {
    if (failure) throw failure
  })
  await vi.advanceTimersByTimeAsync(1000)
  expect(warnings()).toEqual(['kinday: pings are not re-sent: connect ECONNREFUSED 127.0.0.1:1'])
  failure = new Error('the database system is starting up')
  await vi.advanceTimersByTimeAsync(1000)
  failure = undefined
  await vi.advanceTimersByTimeAsync(1000)
  expect(warnings().slice(1)).toEqual([
    'kinday: pings are not re-sent: the database system is starting up',
    'kinday: pings are not re-sent: works again',
  ])
  failure = new Error('CONNECTION_DESTROYED')
  vi.advanceTimersByTime(100)
  stop()
  await vi.advanceTimersByTimeAsync(1000)
  expect(warnings()).toHaveLength(3)
})
