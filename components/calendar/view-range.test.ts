import { expect, it } from 'vitest'
import { missingReason } from './view-range'

it.each([
  ['offline', { isError: false, fetchStatus: 'paused' }, true],
  ['offline', { isError: true, fetchStatus: 'idle' }, false],
  ['offline', { isError: false, fetchStatus: 'fetching' }, false],
  ['failed', { isError: true, fetchStatus: 'fetching' }, true],
  ['loading', { isError: false, fetchStatus: 'fetching' }, true],
])(
  'gives %s as the reason for missing days for the query %o while navigator.onLine is %s',
  (reason, query, isOnline) => {
    expect(missingReason(query, isOnline)).toBe(reason)
  },
)
