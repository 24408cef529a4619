import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { drawnAhead, RANGES, refetchRanges } from './ranges'

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
