import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { updateEvent } from '@/lib/commands/events'
import type { AppError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { as, type Family, insertCalendar, makeFamily, makeGroup } from '@/test/database/fixtures'
import { command } from './execute'
import { runs, writeStreams } from './execute.test.streams'

let family: Family
beforeAll(async () => {
  // Set before the first query, because concurrent writers need a connection each.
  process.env.DATABASE_POOL = '20'
  family = await makeFamily()
})

const changesOf = (stream: string) =>
  db.select().from(changes).where(eq(changes.stream, stream)).orderBy(changes.seq)

describe('concurrent commands', () => {
  it('numbers the changes of twenty concurrent commands on a calendar without gaps', async () => {
    const { calendar } = await makeGroup(family.owner)
    const before = (await changesOf(streamName('calendar', calendar))).length
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        as(family.owner).createEvent({ calendarId: calendar, title: `Number ${n}` }),
      ),
    )
    const rows = await changesOf(streamName('calendar', calendar))
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: before + 20 }, (_, n) => n + 1))
    expect(new Set(rows.slice(before).map(({ entityId }) => entityId))).toEqual(
      new Set(created.map(({ id }) => id)),
    )
  })

  it('runs twenty concurrent commands on many calendars without deadlock', async () => {
    const calendars = await Promise.all(
      Array.from({ length: 6 }, () => insertCalendar({ ownerUserId: family.owner.id })),
    )
    const rotated = (n: number) => [...calendars.slice(n % 6), ...calendars.slice(0, n % 6)]
    const orders = Array.from({ length: 20 }, (_, n) => (n % 2 ? rotated(n) : rotated(n).reverse()))
    const before = runs
    await Promise.all(
      orders.map((streams) => as(family.owner).run(writeStreams, { streams: [...streams, ...streams] })),
    )
    expect(runs - before).toBe(20)
    for (const calendar of calendars) {
      const seqs = (await changesOf(streamName('calendar', calendar))).map(({ seq }) => seq)
      expect(seqs).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
    }
  })

  it('numbers concurrent moves between two calendars without gaps or deadlock', async () => {
    const [first, second] = [
      await insertCalendar({ ownerUserId: family.owner.id }),
      await insertCalendar({ ownerUserId: family.owner.id }),
    ]
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        as(family.owner).createEvent({ calendarId: n % 2 ? first : second }),
      ),
    )
    await Promise.all(
      created.map(({ id, version }, n) =>
        as(family.owner).run(updateEvent, { id, version, patch: { calendarId: n % 2 ? second : first } }),
      ),
    )
    for (const calendar of [first, second]) {
      const seqs = (await changesOf(streamName('calendar', calendar))).map(({ seq }) => seq)
      expect(seqs).toEqual(Array.from({ length: 30 }, (_, n) => n + 1))
    }
  })

  it('accepts one of twenty concurrent edits of an event and reports a conflict to the others', async () => {
    const { id, version } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      location: 'start',
    })
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        as(family.owner)
          .run(updateEvent, { id, version, patch: { location: `place ${n}` } })
          .then(
            () => 'ok',
            (error: AppError) => error.code,
          ),
      ),
    )
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(19)
  })
})

describe('deadlocks', () => {
  it('retries after deadlocks, and fails after five attempts', async () => {
    let attempts = 0
    const deadlocking = command({
      name: 'deadlocking',
      input: z.object({ times: z.number() }),
      output: z.number(),
      on: () => ({ self: ['read', 'self', null] }),
      async run({ tx }, { times }) {
        attempts++
        if (attempts <= times) {
          await tx.execute(sql`do $$ begin raise exception using errcode = 'deadlock_detected'; end $$`)
        }
        return { result: attempts, changes: [] }
      },
    })
    expect((await as(family.owner).run(deadlocking, { times: 4 })).result).toBe(5)
    attempts = 0
    await expect(as(family.owner).run(deadlocking, { times: 99 })).rejects.toThrow()
    expect(attempts).toBe(5)
  })
})
