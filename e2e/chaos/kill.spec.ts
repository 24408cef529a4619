import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { eventIn, PASSWORD } from '@/test/access/scenario'
import { KindayProcess } from '@/test/browser/kinday-process'
import { connectToServerDatabase, HttpClient } from '@/test/clients/over-http'

const ROUNDS = 4
const WRITERS = 4

test('applies and pings each acknowledged write exactly once when server and database are killed at random', async () => {
  test.setTimeout(240_000)
  const server = await KindayProcess.start()
  try {
    const anna = new HttpClient('anna', server.origin)
    await anna.callAction('users/signUp', {
      name: 'Anna',
      email: `${randomUUID()}@example.org`,
      password: PASSWORD,
    })
    const range = await anna.get('/api/view/range?from=2026-11-01&to=2026-12-01')
    const calendar = JSON.parse(range.text).calendars[0][0]

    const acknowledged: string[] = []
    let isOver = false
    const write = async () => {
      while (!isOver) {
        const key = randomUUID()
        // A writer whose response was lost repeats the request with the same idempotency key.
        for (let tries = 0; tries < 600; tries++) {
          const answer = await anna
            .callAction('events/createEvent', eventIn(calendar, key), key)
            .catch(() => null)
          if (answer?.ok) {
            acknowledged.push(key)
            break
          }
          await sleep(100)
        }
      }
    }
    const writers = Array.from({ length: WRITERS }, write)

    for (let round = 0; round < ROUNDS; round++) {
      await sleep(800 + Math.random() * 1500)
      if (round % 2) {
        // Only the database is killed: the server continues with a new one, or exits cleanly and is restarted.
        process.kill(postmaster(server.data), 'SIGKILL')
        await sleep(1000)
        if (server.hasEnded) await server.start()
      } else {
        await server.kill()
        await server.start()
      }
      const before = acknowledged.length
      await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before + WRITERS)
    }
    isOver = true
    await Promise.all(writers)

    const sql = connectToServerDatabase(server.data)
    const titles = (await sql`select title from events`).map(({ title }) => title)
    expect(new Set(titles).size, 'doubled').toBe(titles.length)
    expect(
      acknowledged.filter((key) => !titles.includes(key)),
      'lost',
    ).toEqual([])
    expect(
      await sql`select id from events e where not exists (select 1 from changes c where c.entity_id = e.id::text)`,
      'without a change',
    ).toHaveLength(0)
    expect(
      await sql`select stream from streams s where seq <> (select count(*) from changes c where c.stream = s.stream)`,
      'gaps in a stream',
    ).toHaveLength(0)
    await expect
      .poll(async () => (await sql`select 1 from changes where published_at is null`).length, {
        timeout: 20_000,
      })
      .toBe(0)
    await sql.end()

    const pid = postmaster(server.data)
    await server.kill()
    await expect.poll(() => isAlive(pid), { message: 'Postgres outlives its server' }).toBe(false)
  } finally {
    await server.stop()
  }
})

function postmaster(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
