import { HOSTILE_FILES } from './hostile.mjs'
import { MONTH } from './seed.mjs'
import { ms } from './table.mjs'

export const title = 'Waiting for a page while another user imports hostile files'

/** Duration of a round of page requests. After each, checks whether the file has been processed. */
const ROUND_MS = 500
const MAX_WAIT_MS = 250

/** Measures the longest wait for a month page while another user imports hostile files, compared with no imports. */
export async function run(bench) {
  const app = await bench.kinday()
  const client = await bench.client()
  const [{ cookie, calendars }] = bench.seeded.writers
  const headers = [{ cookie: bench.seeded.small.cookie }]
  const visit = async (time) =>
    (await client.ask({ url: app.url + MONTH, connections: 1, ms: time, headers })).longest
  const send = async (file) => {
    const answer = await fetch(`${app.url}/api/import?mode=preview&calendar=${calendars[0]}`, {
      method: 'POST',
      headers: { cookie, origin: app.url, 'content-type': 'application/octet-stream' },
      body: file,
    })
    return answer.text()
  }
  const watched = async (work) => {
    app.watchLoop()
    return { longest: await work(), gap: await app.longestGap() }
  }
  // Created before measuring: creating a file blocks this process for seconds.
  const files = HOSTILE_FILES.map(({ name, make }) => ({ name, file: make() }))
  await visit(2000)
  const start = performance.now()
  let worst = { longest: 0, gap: 0, name: '' }
  let gap = 0
  for (const { name, file } of files) {
    const found = await watched(async () => {
      let isProcessed = false
      const sending = send(file).finally(() => (isProcessed = true))
      let longest = 0
      do longest = Math.max(longest, await visit(ROUND_MS))
      while (!isProcessed)
      await sending
      return longest
    })
    gap = Math.max(gap, found.gap)
    if (found.longest > worst.longest) worst = { ...found, name }
  }
  const quiet = await watched(() => visit(Math.min(performance.now() - start, 20_000)))
  return [
    {
      what: `longest wait of another user: ${worst.name}`,
      kinday: ms(worst.longest),
      baseline: ms(quiet.longest),
      goal: `≤ ${MAX_WAIT_MS} ms`,
      met: worst.longest <= MAX_WAIT_MS,
    },
    {
      what: '… longest gap of the event loop, all files',
      kinday: ms(gap),
      baseline: ms(quiet.gap),
      goal: `≤ ${MAX_WAIT_MS} ms`,
      met: gap <= MAX_WAIT_MS,
    },
  ]
}
