import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { opaqueId } from '@/lib/access/secrets'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { undo } from '@/lib/commands/undo'
import { as, codeOf, errorOf, hour, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
import { record } from './record'

process.env.MAX_COMMANDS_PER_HOUR = '40'
process.env.MAX_EVENTS_PER_USER = '30'
process.env.MAX_SERIES_PER_USER = '5'

const rename = (user: TestUser, id: string, version: number, key?: string) =>
  as(user).run(updateEvent, { id, version, patch: { title: `Title ${version}` } }, key ? { key } : {})

/** Makes the next command of a user check the totals, which is done once in a while. */
async function makeTotalsDue({ id }: TestUser): Promise<void> {
  await db.execute(sql`update attempts set count = 0 where key = ${keyOf(id)}`)
}

/** Returns the key as in access/attempts.ts. */
const keyOf = (id: string) => opaqueId(`attempt:commands:${id}`)

describe('commands of a user', () => {
  it('limits commands per hour and returns the limit and the seconds to wait', async () => {
    const [ann, ben] = [await makeUser('ann'), await makeUser('ben')]
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar })
    for (let version = 1; version < 40; version++) await rename(ann, id, version)
    const { code, detail } = await errorOf(rename(ann, id, 40))
    expect([code, detail.data]).toEqual([
      'TOO_MANY',
      { what: 'commands', limit: 40, seconds: expect.any(Number) },
    ])
    const [event] = await db.select().from(events).where(eq(events.id, id))
    expect(event!.version).toBe(40)
    await as(ben).createEvent({ calendarId: ben.calendar })
    await db.execute(sql`
      update attempts set since = now() - interval '61 minutes' where key = ${keyOf(ann.id)}`)
    await rename(ann, id, 40)
  })

  it('counts commands with the same idempotency key once, and refused commands not at all', async () => {
    const ann = await makeUser('ann')
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar })
    for (let n = 0; n < 60; n++) await rename(ann, id, 1, 'the same key')
    for (let n = 0; n < 60; n++) {
      expect(await codeOf(as(ann).run(updateEvent, { id, version: 1, patch: { title: 'Other' } }))).toBe(
        'CONFLICT',
      )
    }
    await rename(ann, id, 2)
  })
})

describe('the counter of a user', () => {
  const isFree = async (user: TestUser) => {
    const locking = sql`select 1 from attempts where key = ${keyOf(user.id)} for update nowait`
    return db.execute(locking).then(
      () => true,
      () => false,
    )
  }

  it('locks the counter in the last statement that records a large changeset', async () => {
    const ann = await makeUser('ann')
    await as(ann).createEvent({ calendarId: ann.calendar })
    const stream = `calendar-${ann.calendar}` as const
    const changes = Array.from({ length: 1200 }, (_, n) => {
      return { stream, entity: 'event', id: `${n}`, op: 'added', after: { n } } as const
    })
    const wasFree: boolean[] = []
    const { hour } = await db.transaction((tx) => {
      const watched = new Proxy(tx, {
        get: (target, name) =>
          name === 'execute'
            ? async (query: Parameters<typeof tx.execute>[0]) => {
                const rows = await target.execute(query)
                wasFree.push(await isFree(ann))
                return rows
              }
            : Reflect.get(target, name),
      })
      const actor = { kind: 'user', id: ann.id } as const
      const via = { origin: 'import' } as const
      const changeset = { id: randomUUID(), actor, command: 'importEvents', via, result: null, changes }
      return record(watched, { ...changeset, awaiting: [] })
    })
    expect(wasFree).toEqual([true, true, true, false])
    expect(hour.count).toBe(1 + 1200 / 25)
  })

  it('does not lock the counter while waiting for a stream', async () => {
    const ann = await makeUser('ann')
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar })
    const { calendar } = await makeGroup(ann)
    let renaming: Promise<unknown> | undefined
    await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from streams where stream = ${`calendar-${ann.calendar}`} for update`)
      renaming = rename(ann, id, 1)
      await expect
        .poll(() =>
          db.execute(sql`select 1 from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`),
        )
        .toHaveLength(1)
      expect(await isFree(ann)).toBe(true)
      await as(ann).createEvent({ calendarId: calendar })
    })
    await renaming
  })
})

describe('totals of a user', () => {
  it('limits the number of events despite deletes and undos', async () => {
    const ann = await makeUser('ann')
    const created: { id: string; version: number }[] = []
    for (let n = 0; n < 30; n++) created.push(await as(ann).createEvent({ calendarId: ann.calendar }))
    await makeTotalsDue(ann)
    const { code, detail } = await errorOf(as(ann).createEvent({ calendarId: ann.calendar }))
    expect([code, detail.data]).toEqual(['LIMIT_REACHED', { what: 'events', limit: 30 }])
    // Commands that add nothing are still possible.
    await rename(ann, created[0]!.id, 1)
    const { changeset } = await as(ann).run(deleteEvent, { id: created[1]!.id, version: 1 })
    await makeTotalsDue(ann)
    await as(ann).createEvent({ calendarId: ann.calendar })
    await makeTotalsDue(ann)
    expect(await codeOf(as(ann).run(undo, { changeset: changeset! }))).toBe('LIMIT_REACHED')
  })

  it('limits the number of series, including converted events', async () => {
    const ann = await makeUser('ann')
    const add = (rules: string[]) =>
      as(ann).createEvent({ calendarId: ann.calendar, span: hour('2027-05-03'), rules })
    for (let n = 0; n < 5; n++) await add(['FREQ=DAILY'])
    const { id } = await add([])
    await makeTotalsDue(ann)
    expect((await errorOf(add(['FREQ=DAILY']))).detail.data).toEqual({ what: 'series', limit: 5 })
    await makeTotalsDue(ann)
    const conversion = as(ann).run(updateEvent, { id, version: 1, patch: { rules: ['FREQ=DAILY'] } })
    expect((await errorOf(conversion)).detail.data).toEqual({ what: 'series', limit: 5 })
  })

  it('limits the number of recurrence rules', async () => {
    const ann = await makeUser('ann')
    const rules = Array.from({ length: 10 }, (_, n) => `FREQ=DAILY;BYHOUR=${n}`)
    const add = () => as(ann).createEvent({ calendarId: ann.calendar, span: hour('2027-05-03'), rules })
    await add()
    await makeTotalsDue(ann)
    expect((await errorOf(add())).detail.data).toEqual({ what: 'rules', limit: 10 })
  })
})
