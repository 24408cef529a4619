import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { insertSingles } from './seed-events.mjs'
import { ms } from './table.mjs'

export const title = 'Reminders due at the same time'

const EVENTS = 10
const LIMIT_MS = 10_000

/** Measures how long 1,000 members wait for the reminders of ten events that are due in the same minute. */
export async function run(bench) {
  await bench.kinday()
  const { calendar, cookies } = bench.seeded.crowd
  const total = EVENTS * cookies.length
  const sql = postgres(process.env.DATABASE_URL, { max: 1, onnotice() {} })
  try {
    const [{ owner }] = await sql`
      select m.user_id as owner from calendars c join members m on m.group_id = c.owner_group_id and m.role = 'owner'
      where c.id = ${calendar}`
    await insertSingles(sql, owner, [calendar], { name: 'due', from: '2030-01-07', days: 5, count: EVENTS })
    await sql`
      insert into alarm_due (id, user_id, event_id, method, trigger, starts_at, due_at)
      select gen_random_uuid(), m.user_id, p.event_id, 'in-app', '-15', p.span_from, now()
      from placements p join calendars c on c.id = p.calendar_id join members m on m.group_id = c.owner_group_id
      where p.calendar_id = ${calendar} and p.uid like 'due%'`
    const start = performance.now()
    const countWritten = async () =>
      (await sql`select count(*)::int as n from notifications where kind = 'reminder'`)[0].n
    let count = await countWritten()
    for (; count < total && performance.now() - start < 6 * LIMIT_MS; count = await countWritten())
      await sleep(50)
    const waited = performance.now() - start
    if (count !== total) throw new Error(`${count} of ${total} reminders were written`)
    return [
      {
        what: '10,000 alerts due in one minute, until the last',
        kinday: ms(waited),
        goal: '≤ 10 s',
        met: waited <= LIMIT_MS,
      },
    ]
  } finally {
    await sql.end({ timeout: 5 })
  }
}
