import { HOSTILE_FILES } from './hostile.mjs'
import { MONTH } from './seed.mjs'
import { ms } from './table.mjs'

export const title = 'Waiting for a page while another user imports hostile files'

/** Milliseconds that the bystander asks for pages before it is looked whether the file is done. */
const SLICE = 500
const MAX_WAIT = 250

/** A user sends hostile files, another opens a month again and again: against the same without the files. */
export async function run(arena) {
  const app = await arena.ours()
  const client = await arena.client()
  const [{ cookie, calendars }] = arena.seeded.writers
  const headers = [{ cookie: arena.seeded.small.cookie }]
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
  // Making one takes seconds, in which this process would not notice that a connection was closed.
  const files = HOSTILE_FILES.map(({ name, make }) => ({ name, file: make() }))
  await visit(2000)
  const since = performance.now()
  let worst = { longest: 0, gap: 0, name: '' }
  let gap = 0
  for (const { name, file } of files) {
    const found = await watched(async () => {
      let isDone = false
      const sending = send(file).finally(() => (isDone = true))
      let longest = 0
      do longest = Math.max(longest, await visit(SLICE))
      while (!isDone)
      await sending
      return longest
    })
    gap = Math.max(gap, found.gap)
    if (found.longest > worst.longest) worst = { ...found, name }
  }
  const quiet = await watched(() => visit(Math.min(performance.now() - since, 20_000)))
  return [
    {
      what: `longest wait of another user: ${worst.name}`,
      ours: ms(worst.longest),
      floor: ms(quiet.longest),
      goal: `≤ ${MAX_WAIT} ms`,
      met: worst.longest <= MAX_WAIT,
    },
    {
      what: '… longest gap of the event loop, all files',
      ours: ms(gap),
      floor: ms(quiet.gap),
      goal: `≤ ${MAX_WAIT} ms`,
      met: gap <= MAX_WAIT,
    },
  ]
}
