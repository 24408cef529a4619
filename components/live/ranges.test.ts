import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { beginOptimisticUpdate, RANGES, refetchRanges, seedRange, whenUpdatesAnswered } from './ranges'

it('refetches only after every optimistic update has ended', async () => {
  const client = new QueryClient()
  const fetchRange = vi.fn(async () => 'range')
  const queryKey = [...RANGES, 0, 7]
  const stop = new QueryObserver(client, { queryKey, queryFn: fetchRange }).subscribe(() => {})
  await vi.waitFor(() => expect(fetchRange).toHaveBeenCalledTimes(1))
  const [endFirst, endSecond] = [beginOptimisticUpdate(), beginOptimisticUpdate()]
  await refetchRanges(client)
  endFirst()
  await refetchRanges(client)
  expect(fetchRange).toHaveBeenCalledTimes(1)
  endSecond()
  await vi.waitFor(() => expect(fetchRange).toHaveBeenCalledTimes(2))
  await refetchRanges(client)
  expect(fetchRange).toHaveBeenCalledTimes(3)
  stop()
})

it('whenUpdatesAnswered waits until all optimistic updates have ended', async () => {
  const [endFirst, endSecond] = [beginOptimisticUpdate(), beginOptimisticUpdate()]
  const done = vi.fn()
  void whenUpdatesAnswered().then(done)
  endFirst()
  await Promise.resolve()
  expect(done).not.toHaveBeenCalled()
  endSecond()
  await whenUpdatesAnswered()
  expect(done).toHaveBeenCalled()
})

it('does not cache the empty range of days that are not stored', () => {
  const client = new QueryClient()
  seedRange(client, { from: 20_000, to: 20_000, calendars: [], tuples: [] })
  expect(client.getQueryCache().getAll()).toEqual([])
})
