import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf } from './children.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'
import { MB, ms } from './table.mjs'

export const title = 'Start and memory'

/** Measures the time from the start of a built app to its first page, and its memory when idle and under load. */
export async function run(bench) {
  const kinday = await measure(bench, bench.startKinday, MONTH, { cookie: bench.seeded.middle.cookie })
  const baseline = await measure(
    bench,
    bench.startBaseline,
    `/month?calendars=${bench.seeded.middle.calendars}`,
    {},
  )
  return [
    {
      what: 'start of a built app until its first page',
      kinday: ms(kinday.start),
      baseline: ms(baseline.start),
      ratio: kinday.start / baseline.start,
      goal: '≤ 1.5 ×',
      met: kinday.start <= 1.5 * baseline.start,
    },
    {
      what: 'memory when idle (RSS)',
      kinday: MB(kinday.idle),
      baseline: MB(baseline.idle),
      ratio: kinday.idle / baseline.idle,
      goal: '≤ 130 MB',
      met: kinday.idle <= 130e6,
    },
    {
      what: 'memory under load (peak RSS, month page × 16)',
      kinday: MB(kinday.loaded),
      baseline: MB(baseline.loaded),
      ratio: kinday.loaded / baseline.loaded,
      goal: '≤ 350 MB',
      met: kinday.loaded <= 350e6,
    },
  ]
}

async function measure(bench, start, path, headers) {
  const starts = []
  for (let attempt = 0; attempt < 2; attempt++) {
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
  const client = await bench.client()
  const loadMs = bench.quick ? 4000 : 15_000
  await client.ask({ url: app.url + path, connections: 16, ms: loadMs, headers: [headers] })
  clearInterval(watch)
  await app.stop()
  return { start: median(starts), idle, loaded }
}
