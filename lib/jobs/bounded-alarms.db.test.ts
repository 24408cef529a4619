import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { setUserDefaultAlarms } from '@/lib/commands/default-alarms'
import { fillDueAlarms, refreshDueAlarms } from '@/lib/commands/effects/due-alarms'
import { importFileEvents, makeFileEvent } from '@/lib/commands/import.test.file'
import { setLayer } from '@/lib/commands/layers'
import { updateProfile } from '@/lib/commands/users'
import { countRowsRead } from '@/test/database/count-rows-read'
import { statementsOf } from '@/test/database/count-statements'
import { as, insertViewers, makeGroup, makeUser } from '@/test/database/fixtures'
import { startingIn } from './alarms.test.due'
import { dispatch } from './dispatch'

const countDispatchStatements = async () => (await statementsOf(() => dispatch())).length

it('fills the alarms of 1000 members with as many statements as those of one', async () => {
  const ann = await makeUser('ann')
  const { group, calendar } = await makeGroup(ann)
  const { id } = await as(ann).createEvent({ calendarId: calendar, span: startingIn(120) })
  await dispatch()
  const fill = async () => {
    await db.execute(sql`delete from alarm_due`)
    await db.execute(sql`update instance set alarms_filled_until = null`)
    const statements = await statementsOf(() => fillDueAlarms(Date.now()))
    // Without the delayed statement that wakes the consumers of the changes above.
    return statements.filter((statement) => !statement.includes('add_job')).length
  }
  const forOne = await fill()
  await insertViewers(group, 1000)
  expect(await fill()).toBe(forOne)
  const [row] = await db.execute(
    sql`select count(distinct user_id)::int as n from alarm_due where event_id = ${id}`,
  )
  expect(row!.n).toBe(1001)
})

it('reads no events of the coming weeks while no alarm is set that long before an event', async () => {
  const ann = await makeUser('ann')
  const inDays = (days: number) =>
    Array.from({ length: 300 }, (_, n) => makeFileEvent(`${days}-${n}`, { span: startingIn(days * 24 * 60) }))
  await importFileEvents(ann, ann.calendar, inDays(10))
  await dispatch()
  await db.execute(sql`analyze events`)
  const refresh = () => countRowsRead('events', (tx) => refreshDueAlarms(tx, { user: ann.id }, Date.now()))
  expect(await refresh()).toBeLessThan(100)
  const timed = [{ minutesBefore: 10 * 24 * 60, method: 'email' as const }]
  await as(ann).run(setUserDefaultAlarms, { timed, allDay: [] })
  await dispatch()
  const [row] = await db.execute(sql`select count(*)::int as n from alarm_due where user_id = ${ann.id}`)
  expect(row!.n).toBe(300)
  await as(ann).run(setUserDefaultAlarms, { timed: [], allDay: [] })
  await dispatch()
})

it('rewrites the alarms of 1000 series of a user, and of 50 series that are muted, with a bounded number of statements', async () => {
  const ann = await makeUser('ann')
  const daily = { rules: ['FREQ=DAILY'], dates: [], exclusions: [] }
  const series = Array.from({ length: 1000 }, (_, n) =>
    makeFileEvent(`${n}`, { span: startingIn(120), recurrence: daily }),
  )
  await importFileEvents(ann, ann.calendar, series)
  await dispatch()
  await as(ann).run(updateProfile, { timeZone: 'Asia/Tokyo' })
  expect(await countDispatchStatements()).toBeLessThan(70)
  const muted = await db.execute<{ id: string }>(sql`
    select event_id as id from placements where calendar_id = ${ann.calendar} limit 50`)
  for (const { id } of muted) await as(ann).run(setLayer, { id, patch: { muted: true } })
  expect(await countDispatchStatements()).toBeLessThan(30)
  const [row] = await db.execute(
    sql`select count(distinct event_id)::int as n from alarm_due where user_id = ${ann.id}`,
  )
  expect(row!.n).toBe(950)
})
