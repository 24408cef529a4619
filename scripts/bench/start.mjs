import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf } from './children.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'
import { MB, ms } from './table.mjs'

export const title = 'Starting, and memory'

/** How long a built app takes to its first page, and what it holds at rest and at work. */
export async function run(arena) {
  const ours = await measure(arena, arena.startOurs, MONTH, { cookie: arena.seeded.middle.cookie })
  const floor = await measure(
    arena,
    arena.startFloor,
    `/month?calendars=${arena.seeded.middle.calendars}`,
    {},
  )
  return [
    {
      what: 'start of a built app, to its first page',
      ours: ms(ours.start),
      floor: ms(floor.start),
      ratio: ours.start / floor.start,
      goal: '≤ 1.5 × floor',
      met: ours.start <= 1.5 * floor.start,
    },
    {
      what: 'memory at rest (RSS)',
      ours: MB(ours.idle),
      floor: MB(floor.idle),
      ratio: ours.idle / floor.idle,
      goal: '≤ 130 MB',
      met: ours.idle <= 130e6,
    },
    {
      what: 'memory at work (highest RSS, month page × 16)',
      ours: MB(ours.loaded),
      floor: MB(floor.loaded),
      ratio: ours.loaded / floor.loaded,
      goal: '≤ 350 MB',
      met: ours.loaded <= 350e6,
    },
  ]
}

async function measure(arena, start, path, headers) {
  const starts = []
  for (let time = 0; time < 2; time++) {
    const app = await start()
    starts.push(app.readyAfter)
    await app.stop()
  }
  const app = await start()
  starts.push(app.readyAfter)
  await sleep(3000)
  const idle = memoryOf(app.pid)
  let loaded = idle
  const watch = setInterval(() => {
    loaded = Math.max(loaded, memoryOf(app.pid))
  }, 100)
  const client = await arena.client()
  const time = arena.quick ? 4000 : 15_000
  await client.ask({ url: app.url + path, connections: 16, ms: time, headers: [headers] })
  clearInterval(watch)
  await app.stop()
  return { start: median(starts), idle, loaded }
}
