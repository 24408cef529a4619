import postgres from 'postgres'
import { createAction } from './action.mjs'
import { median, quantile, ratioOf } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Live update to 1,000 members'

/** Measures how long a ping takes from the commit to the last member, compared with a bare broadcast. */
export async function run(bench) {
  const { cookies, calendar } = bench.seeded.crowd
  const { url } = await bench.kinday()
  const baselineUrl = (await bench.baseline()).url
  const [members, listeners] = [bench.startClient('sockets.mjs'), bench.startClient('sockets.mjs')]
  const sql = postgres(process.env.DATABASE_URL, { max: 1, onnotice() {} })
  try {
    await notifyOnCommit(sql)
    const write = createAction(bench.distDir, url, [{ cookie: cookies[0], calendars: [calendar] }])
    const { PUSHER_KEY: key, DATABASE_URL: database } = process.env
    await members.ask({ open: 'members', url, key, cookies, calendar, database })
    await listeners.ask({ open: 'listeners', url: baselineUrl, count: cookies.length })

    const [kinday, baseline] = [[], []]
    for (let round = 0; round < (bench.quick ? 13 : 33); round++) {
      const pair = [
        await members.ask({ ping: write, number: round }),
        await listeners.ask({ ping: { url: `${baselineUrl}/broadcast`, method: 'POST', headers: [{}] } }),
      ]
      if (round < 3) continue // warm-up
      kinday.push(pair[0])
      baseline.push(pair[1])
    }
    const ratio = ratioOf(kinday, baseline)
    return [
      {
        what: 'commit → last of 1,000 members has the ping',
        kinday: `${ms(median(kinday))}, p95 ${ms(quantile(kinday, 0.95))}`,
        baseline: ms(median(baseline)),
        ratio,
        goal: '≤ 1.5 ×',
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

/** Makes Postgres send a notification on each commit, which shows the time of the commit to other processes. */
async function notifyOnCommit(sql) {
  await sql`create or replace function bench_committed() returns trigger language plpgsql
    as $$ begin perform pg_notify('bench_committed', ''); return null; end $$`
  await sql`create or replace trigger bench_committed after insert on changesets
    for each statement execute function bench_committed()`
}
