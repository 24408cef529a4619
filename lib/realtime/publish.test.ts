import { expect, it, vi } from 'vitest'
import { streamName } from './channels'
import { sendPings } from './publish'

const server = vi.hoisted(() => ({ running: 0, max: 0, batches: [] as { data: { seq: number } }[][] }))

vi.mock('@/lib/env', () => ({ env: { pusher: { appId: '1', key: 'k', secret: 's', host: 'localhost' } } }))
vi.mock('pusher', () => ({
  default: class {
    async triggerBatch(batch: { data: { seq: number } }[]) {
      server.max = Math.max(server.max, ++server.running)
      server.batches.push(batch)
      await new Promise((resolve) => setTimeout(resolve, 1))
      server.running--
    }
  },
}))

it('sends each of a thousand pings once, in batches of ten of which eight are sent concurrently', async () => {
  const pings = Array.from({ length: 1005 }, (_, seq) => ({ stream: streamName('user', `${seq}`), seq }))
  await sendPings(pings)
  expect(server.batches.map((batch) => batch.length)).toEqual([...Array(100).fill(10), 5])
  expect(server.batches.flatMap((batch) => batch.map(({ data }) => data.seq))).toEqual(
    pings.map(({ seq }) => seq),
  )
  expect(server.max).toBe(8)
})
