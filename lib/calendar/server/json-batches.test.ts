import { expect, it } from 'vitest'
import { jsonBatches } from './json-batches'

async function batches(rows: object[]): Promise<object[][]> {
  const found: object[][] = []
  for await (const text of jsonBatches(rows)) found.push(JSON.parse(text))
  return found
}

it('cuts rows by their number and by the length of their JSON, and keeps their order', async () => {
  const small = Array.from({ length: 1200 }, (_, n) => ({ n }))
  expect((await batches(small)).map(({ length }) => length)).toEqual([500, 500, 200])
  expect((await batches(small)).flat()).toEqual(small)
  const large = Array.from({ length: 5 }, (_, n) => ({ n, text: 'x'.repeat(400_000) }))
  expect((await batches(large)).map(({ length }) => length)).toEqual([2, 2, 1])
  expect((await batches([{ text: 'x'.repeat(3_000_000) }, { n: 1 }])).map(({ length }) => length)).toEqual([
    1, 1,
  ])
  expect(await batches([])).toEqual([])
})

it('yields to the event loop between rows that take long to compute', async () => {
  let turns = 0
  const counting = setInterval(() => turns++, 0)
  function* slow() {
    for (let n = 0; n < 5; n++) {
      for (const since = performance.now(); performance.now() - since < 25; );
      yield { n }
    }
  }
  for await (const _ of jsonBatches(slow()));
  clearInterval(counting)
  expect(turns).toBeGreaterThan(2)
})
