import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it, vi } from 'vitest'
import { drawnAhead, missingWhy, RANGES, refetchRanges } from './ranges'

it('asks the server again once it knows of all that is drawn', async () => {
  const client = new QueryClient()
  const asked = vi.fn(async () => 'range')
  const stop = new QueryObserver(client, { queryKey: [...RANGES, 0, 7], queryFn: asked }).subscribe(() => {})
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
  const [first, second] = [drawnAhead(), drawnAhead()]
  await refetchRanges(client)
  first()
  await refetchRanges(client)
  expect(asked).toHaveBeenCalledTimes(1)
  second()
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2))
  await refetchRanges(client)
  expect(asked).toHaveBeenCalledTimes(3)
  stop()
})

describe('missingWhy', () => {
  it.each([
    ['offline', { isError: false, fetchStatus: 'paused' }, true],
    ['offline', { isError: true, fetchStatus: 'idle' }, false],
    ['offline', { isError: false, fetchStatus: 'fetching' }, false],
    ['failed', { isError: true, fetchStatus: 'fetching' }, true],
    ['loading', { isError: false, fetchStatus: 'fetching' }, true],
  ])('is %s for %o with a network: %s', (why, query, online) => {
    expect(missingWhy(query, online)).toBe(why)
  })
})
