import { expect, it } from 'vitest'
import { type Attempts, afterAttempt, type Interruption, outboxStatus, retryDelay } from './outbox-status'

const status = (interruption: Interruption, more: Partial<Parameters<typeof outboxStatus>[0]> = {}) =>
  outboxStatus({ waiting: 1, refused: 0, isConnected: true, isStoredPage: false, interruption, ...more })

it('says that the server cannot be reached only after an attempt has failed', () => {
  expect(status(null)).toBe('sending')
  expect(status('unreachable')).toBe('unreachable')
  expect(status('unreachable', { isStoredPage: true })).toBe('unreachable')
  expect(status('unreachable', { waiting: 0 })).toBeNull()
})

it('says that the page is offline without a connection, regardless of the result of the last attempt', () => {
  for (const interruption of ['unreachable', 'signed-out', null] as const)
    expect(status(interruption, { isConnected: false })).toBe('offlineWaiting')
  expect(status(null, { isConnected: false, waiting: 0 })).toBe('offline')
  expect(status(null, { isStoredPage: true })).toBe('offlineWaiting')
})

it('shows that the session has ended or a limit is reached, but refused changes first', () => {
  expect(status('signed-out')).toBe('signInToSend')
  expect(status('limited')).toBe('postponed')
  expect(status('unreachable', { refused: 1 })).toBe('notSaved')
})

it('waits longer after each failed attempt, up to a minute', () => {
  let attempts: Attempts = { count: 0, interruption: null }
  const delays = [retryDelay(attempts)]
  for (let failed = 0; failed < 5; failed++) {
    attempts = afterAttempt(attempts, 'unreachable')
    delays.push(retryDelay(attempts))
  }
  expect(delays).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000])
})

it('keeps the reason of the last interruption while another tab sends', () => {
  const attempts = afterAttempt(afterAttempt({ count: 0, interruption: null }, 'unreachable'), 'busy')
  expect(attempts).toEqual({ count: 2, interruption: 'unreachable' })
})
