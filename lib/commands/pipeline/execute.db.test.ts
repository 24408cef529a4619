import { connect, createServer, type Socket } from 'node:net'
import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { changes, changesets } from '@/db/schema/changes'
import { events } from '@/db/schema/events'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { removeMember } from '@/lib/commands/members'
import { AppError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { idOutput } from '@/lib/schemas/outputs'
import { addMember, as, errorOf, type Family, hour, makeFamily, makeUser } from '@/test/database/fixtures'
import { writeStreams } from './execute.test.streams'
import { waitForPings } from './pings'

let roundTrips = 0

/**
 * A proxy between the app and Postgres that counts round trips: data from the app that follows data from Postgres.
 * Statements sent together count once.
 */
const proxy = createServer((app) => {
  const { hostname, port } = databaseUrl
  const postgres: Socket = connect(Number(port), hostname)
  let isWaiting = false
  app.on('data', (data) => {
    if (!isWaiting) roundTrips++
    isWaiting = true
    postgres.write(data)
  })
  postgres.on('data', (data) => {
    isWaiting = false
    app.write(data)
  })
  for (const [from, to] of [
    [app, postgres],
    [postgres, app],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
})
const databaseUrl = new URL(process.env.DATABASE_URL!)

let family: Family
beforeAll(async () => {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const proxyUrl = new URL(databaseUrl)
  proxyUrl.hostname = '127.0.0.1'
  proxyUrl.port = String((proxy.address() as { port: number }).port)
  // Set before the first query, which opens the pool. Concurrent writers need a connection each.
  Object.assign(process.env, { DATABASE_URL: proxyUrl.href, DATABASE_POOL: '20' })
  family = await makeFamily()
})
afterAll(() => {
  proxy.close()
})

/**
 * Returns the number of round trips of a command: the minimum of several runs, because a busy machine may split data
 * that was sent together. The first forty runs are not counted: they prepare the statements on every connection.
 */
async function roundTripsOf(work: () => Promise<unknown>): Promise<number> {
  for (let n = 0; n < 40; n++) await work()
  await waitForPings()
  const counts: number[] = []
  for (let n = 0; n < 5; n++) {
    roundTrips = 0
    await work()
    counts.push(roundTrips)
  }
  expect(Math.min(...counts)).toBeGreaterThan(2)
  return Math.min(...counts)
}

const changesOf = (stream: string) =>
  db.select().from(changes).where(eq(changes.stream, stream)).orderBy(changes.seq)

async function jobs(): Promise<unknown[]> {
  return db.execute(sql`
    select t.identifier as name, payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`)
}

/** Counts the rows that a command can write. */
async function rowCounts() {
  const [row] = await db.execute(sql`
    select (select count(*) from events)::int as events, (select count(*) from changes)::int as changes,
      (select count(*) from changesets)::int as changesets, (select sum(seq) from streams)::int as seqs,
      (select count(*) from graphile_worker._private_jobs)::int as jobs`)
  return row
}

describe('a command', () => {
  it('takes at most four round trips to create an event, seven to create one with guests, and six to edit one', async () => {
    const { editor, viewer, calendar } = family
    const input = { title: 'Dinner', calendarId: calendar, span: hour('2026-11-21') }
    const { id } = await as(editor).createEvent(input)
    let version = 1
    const edit = async () => {
      const patch = { title: `Dinner ${version}`, calendarId: calendar }
      version = (await as(editor).run(updateEvent, { id, version, patch })).result.version
    }
    expect(await roundTripsOf(() => as(editor).run(createEvent, input))).toBeLessThanOrEqual(4)
    expect(
      await roundTripsOf(() => as(editor).run(createEvent, { ...input, attendees: [viewer.id] })),
    ).toBeLessThanOrEqual(7)
    expect(await roundTripsOf(edit)).toBeLessThanOrEqual(6)
  })

  it('records actor, origin, command and each entity before and after', async () => {
    const { id, version, changeset } = await as(family.editor).createEvent({
      calendarId: family.calendar,
      title: 'One',
    })
    const edit = await as(family.admin).run(
      updateEvent,
      { id, version, patch: { title: 'Two' } },
      { origin: 'api' },
    )
    const stream = streamName('calendar', family.calendar)
    expect(
      await db
        .select()
        .from(changesets)
        .where(inArray(changesets.id, [changeset, edit.changeset!]))
        .orderBy(changesets.id),
    ).toEqual([
      expect.objectContaining({
        actorKind: 'user',
        actorId: family.editor.id,
        origin: 'web',
        command: 'createEvent',
        undoes: null,
      }),
      expect.objectContaining({ actorId: family.admin.id, origin: 'api', command: 'updateEvent' }),
    ])
    const [added, edited] = (await changesOf(stream)).slice(-2)
    expect(added).toMatchObject({
      op: 'added',
      entity: 'event',
      entityId: id,
      before: null,
      changesetId: changeset,
    })
    expect(added!.after).toMatchObject({ id, title: 'One', version: 1, calendarId: family.calendar })
    expect(edited).toMatchObject({ op: 'changed', seq: added!.seq + 1, before: added!.after })
    expect(edited!.after).toEqual({ ...added!.after, title: 'Two', version: 2, sequence: 1 })
    expect(edit.seqs).toEqual({ [stream]: edited!.seq })
  })

  it('writes nothing if input, permissions, the command or its output fail', async () => {
    const before = await rowCounts()
    const { viewer, sharee, stranger, calendar, editor } = family
    const input = { title: 'Dinner', calendarId: calendar, span: hour('2026-11-21') }
    expect((await errorOf(as(viewer).run(createEvent, input, { key: 'refused-1' }))).code).toBe('FORBIDDEN')
    expect((await errorOf(as(sharee).run(createEvent, input))).code).toBe('FORBIDDEN')
    expect((await errorOf(as(stranger).run(createEvent, input))).code).toBe('NOT_FOUND')
    expect((await errorOf(as({ kind: 'nobody' }).run(createEvent, input))).code).toBe('SIGNED_OUT')
    expect((await errorOf(as({ kind: 'job', name: 'x' }).run(createEvent, input))).code).toBe('NOT_FOUND')
    expect((await errorOf(as(editor).run(createEvent, { ...input, title: ' ' }))).code).toBe('INVALID')
    expect((await errorOf(as(editor).run(createEvent, { ...input, attendees: [stranger.id] }))).code).toBe(
      'INVALID',
    )
    const undeclared = { ...createEvent, output: idOutput } // lacks `version`, which createEvent returns
    await expect(as(editor).run(undeclared, input)).rejects.toThrow('Invalid output of createEvent')
    expect(await rowCounts()).toEqual(before)
    // The key of a refused command stays unused.
    expect((await errorOf(as(viewer).run(createEvent, input, { key: 'refused-1' }))).code).toBe('FORBIDDEN')
  })
})

describe('jobs', () => {
  it('enqueues the jobs of a command together with its changes', async () => {
    const bob = await makeUser('bob')
    await addMember(bob, family.owner, family.group)
    await as(family.owner).run(removeMember, { group: family.group, user: bob.id })
    expect(await jobs()).toContainEqual({ name: 'cut-off', payload: { user: bob.id } })
  })

  it('enqueues no jobs if the command fails', async () => {
    const before = await rowCounts()
    await expect(as(family.owner).run(writeStreams, { streams: ['x'], fails: true })).rejects.toThrow()
    expect(await rowCounts()).toEqual(before)
    expect(await db.execute(sql`select to_regclass('half_done') as found`)).toEqual([{ found: null }])
    await as(family.owner).run(writeStreams, { streams: ['x'] })
    expect(await rowCounts()).not.toEqual(before)
  })
})

describe('idempotency keys', () => {
  let key: string
  let input: { title: string; calendarId: string; span: ReturnType<typeof hour> }
  beforeEach(() => {
    key = crypto.randomUUID()
    input = { title: key, calendarId: family.calendar, span: hour('2026-11-21') }
  })
  const createdEvents = () => db.select().from(events).where(eq(events.title, key))

  it('returns the first result for a repeated idempotency key', async () => {
    const first = await as(family.editor).run(createEvent, input, { key })
    const repeated = await as(family.editor).run(createEvent, input, { key })
    expect(repeated).toMatchObject({ result: first.result, changeset: first.changeset })
    expect(await createdEvents()).toHaveLength(1)
  })

  it('runs a command once for concurrent requests with the same idempotency key', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => as(family.editor).run(createEvent, input, { key })))
    expect(new Set(all.map(({ changeset }) => changeset)).size).toBe(1)
    expect(new Set(all.map(({ result }) => result.id)).size).toBe(1)
    expect(await createdEvents()).toHaveLength(1)
    const rows = await db.select().from(changes).where(eq(changes.entityId, all[0]!.result.id))
    expect(rows).toHaveLength(1)
  })

  it('keeps idempotency keys of users separate', async () => {
    const mine = await as(family.editor).run(createEvent, input, { key })
    const theirs = await as(family.admin).run(createEvent, input, { key })
    expect(theirs.result.id).not.toBe(mine.result.id)
    expect(await createdEvents()).toHaveLength(2)
  })

  it('returns the first result even if the repetition would be refused', async () => {
    const { id } = await as(family.editor).createEvent(input)
    const first = await as(family.editor).run(deleteEvent, { id }, { key })
    const repeated = await as(family.editor).run(deleteEvent, { id }, { key })
    expect(repeated).toMatchObject({ result: { id }, changeset: first.changeset })
    await expect(as(family.editor).run(deleteEvent, { id })).rejects.toBeInstanceOf(AppError)
  })

  it('runs a repeated command each time if it has no idempotency key', async () => {
    await as(family.editor).run(createEvent, input)
    await as(family.editor).run(createEvent, input)
    expect(await createdEvents()).toHaveLength(2)
  })
})
