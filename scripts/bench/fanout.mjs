import postgres from 'postgres'
import { createAction } from './action.mjs'
import { median, quantile, ratioOf } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'A change told to 1,000 members'

/** From the commit until the last of them has the ping, against a bare broadcast until the last has it. */
export async function run(arena) {
  const { cookies, calendar } = arena.seeded.crowd
  const { url } = await arena.ours()
  const floorUrl = (await arena.floor()).url
  const [members, listeners] = [arena.startClient('sockets.mjs'), arena.startClient('sockets.mjs')]
  const sql = postgres(process.env.DATABASE_URL, { max: 1, onnotice() {} })
  try {
    await tellOfCommits(sql)
    const write = createAction(arena.distDir, url, [{ cookie: cookies[0], calendars: [calendar] }])
    const { PUSHER_KEY: key, DATABASE_URL: database } = process.env
    await members.ask({ open: 'members', url, key, cookies, calendar, database })
    await listeners.ask({ open: 'listeners', url: floorUrl, count: cookies.length })

    const [ours, floor] = [[], []]
    for (let round = 0; round < (arena.quick ? 13 : 33); round++) {
      const pair = [
        await members.ask({ tell: write, number: round }),
        await listeners.ask({ tell: { url: `${floorUrl}/broadcast`, method: 'POST', headers: [{}] } }),
      ]
      if (round < 3) continue // until the code is warm
      ours.push(pair[0])
      floor.push(pair[1])
    }
    const ratio = ratioOf(ours, floor)
    return [
      {
        what: 'commit → last of 1,000 members has the ping',
        ours: `${ms(median(ours))}, p95 ${ms(quantile(ours, 0.95))}`,
        floor: ms(median(floor)),
        ratio,
        goal: '≤ 1.5 × floor',
        met: ratio <= 1.5,
      },
    ]
  } finally {
    await members.stop()
    await listeners.stop()
    await sql`drop function if exists bench_committed() cascade`
    await sql.end({ timeout: 5 })
  }
}

/** Postgres sends a notification when its transaction is committed: the one way to see that moment from outside. */
async function tellOfCommits(sql) {
  await sql`create or replace function bench_committed() returns trigger language plpgsql
    as $$ begin perform pg_notify('bench_committed', ''); return null; end $$`
  await sql`create or replace trigger bench_committed after insert on changesets
    for each statement execute function bench_committed()`
}
