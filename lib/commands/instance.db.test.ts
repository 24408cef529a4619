import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { sessions, users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { execute } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import { faultOf, noteFault } from '@/lib/faults/record-fault'
import { calendars, events } from '@/lib/queries/instance/content'
import { health } from '@/lib/queries/instance/health'
import { invitations as invitationList, user, users as userList } from '@/lib/queries/instance/people'
import { auditLog, deliveries, faults, jobs } from '@/lib/queries/instance/work'
import type { ListQuery } from '@/lib/schemas/admin-lists'
import { as, codeOf, errorOf, makeFamily, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
import { deleteEvent } from './events'
import { createFeed } from './feeds'
import * as instance from './instance'
import { createInvitation, joinGroup } from './invitations'
import * as jobQueue from './job-queue'
import { resetPassword } from './users'

const SHELL = { kind: 'job', name: 'admin' } as const
let admin: TestUser
let anna: TestUser

beforeEach(async () => {
  await db.execute(sql`update users set instance_admin = false`)
  admin = await makeUser('admin')
  anna = await makeUser('anna')
  await db.update(users).set({ instanceAdmin: true }).where(eq(users.id, admin.id))
})

const stored = async ({ id }: TestUser) => (await db.select().from(users).where(eq(users.id, id)))[0]!
const signedIn = async ({ id }: TestUser) => {
  await db
    .insert(sessions)
    .values({ sessionToken: crypto.randomUUID(), userId: id, expires: new Date(Date.now() + 1e6) })
}
const sessionsOf = ({ id }: TestUser) => db.$count(sessions, eq(sessions.userId, id))
const jobsNamed = async (name: string) =>
  await db.execute<{ id: string }>(
    sql`select id::text as id from graphile_worker.jobs where task_identifier = ${name}`,
  )
const reads = <Q, R>(
  query: (tx: never, administration: never, query: ListQuery & Q) => Promise<R>,
  input: ListQuery & Q = {} as ListQuery & Q,
): Promise<R> =>
  db.transaction(async (tx) =>
    query(tx as never, (await grant(tx, admin, 'read', 'administration', null)) as never, input),
  )

it('hides administration from other users and suspended administrators', async () => {
  expect(await codeOf(as(anna).run(instance.suspendUser, { user: admin.id }))).toBe('NOT_FOUND')
  expect(await codeOf(as(NOBODY).run(instance.suspendUser, { user: admin.id }))).toBe('SIGNED_OUT')
  expect(await as(anna).requestGrant('read', 'administration', null)).toBe('NOT_FOUND')
  expect(await as(admin).requestGrant('read', 'administration', null)).toBe('ok')
  await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, admin.id))
  expect(await as(admin).requestGrant('read', 'administration', null)).toBe('NOT_FOUND')
})

describe('suspendUser', () => {
  it('ends sessions and live connections until the user is unsuspended', async () => {
    await signedIn(anna)
    await as(admin).run(instance.suspendUser, { user: anna.id })
    expect((await stored(anna)).suspendedAt).toBeInstanceOf(Date)
    expect(await sessionsOf(anna)).toBe(0)
    const cut = await db.execute(sql`
      select 1 from graphile_worker._private_jobs where payload ->> 'user' = ${anna.id}`)
    expect(cut).toHaveLength(1)
    expect((await as(admin).run(instance.suspendUser, { user: anna.id })).changeset).toBeNull()
    await as(admin).run(instance.unsuspendUser, { user: anna.id })
    expect((await stored(anna)).suspendedAt).toBeNull()
  })

  it('rejects suspending the own account or the last administrator', async () => {
    expect((await errorOf(as(admin).run(instance.suspendUser, { user: admin.id }))).detail.data).toEqual({
      reason: 'yourself',
    })
    expect((await errorOf(as(SHELL).run(instance.suspendUser, { user: admin.id }))).detail.data).toEqual({
      reason: 'last_admin',
    })
    expect((await stored(admin)).suspendedAt).toBeNull()
  })
})

it('disables feeds and invitations of a suspended user until they are unsuspended', async () => {
  const { owner, admin, group, calendar } = await makeFamily()
  const { result: feed } = await as(admin).run(createFeed, { calendar, level: 'full', name: '' })
  const { result: link } = await as(admin).run(createInvitation, { group, role: 'editor' })
  const token = feed.path
    .split('/')
    .at(-1)!
    .replace(/\.ics$/, '')
  const JOB = { kind: 'job', name: 'admin' } as const
  expect(await as(NOBODY).requestGrant('read', 'feed', { token })).toBe('ok')
  await execute(JOB, instance.suspendUser, { user: admin.id }, { origin: 'web' })
  expect(await as(NOBODY).requestGrant('read', 'feed', { token })).toBe('SIGNED_OUT')
  expect(await codeOf(as(await makeUser('new')).run(joinGroup, { token: link.token }))).toBe('GONE')
  await execute(JOB, instance.unsuspendUser, { user: admin.id }, { origin: 'web' })
  expect(await as(NOBODY).requestGrant('read', 'feed', { token })).toBe('ok')
  expect(await codeOf(as(await makeUser('new')).run(joinGroup, { token: link.token }))).toBe('ok')
  expect(owner.id).not.toBe(admin.id)
})

describe('setInstanceAdmin', () => {
  it('keeps at least one admin when two admins demote each other concurrently', async () => {
    await as(admin).run(instance.setInstanceAdmin, { user: anna.id, admin: true })
    const both = await Promise.all(
      [
        [admin, anna],
        [anna, admin],
      ].map(([testUser, whom]) =>
        codeOf(as(testUser!).run(instance.setInstanceAdmin, { user: whom!.id, admin: false })),
      ),
    )
    expect(both.filter((code) => code === 'ok')).toHaveLength(1)
    const left = await db.$count(users, eq(users.instanceAdmin, true))
    expect(left).toBe(1)
  })
})

it('signs a user out on all devices with endSessions', async () => {
  await signedIn(anna)
  await signedIn(anna)
  await signedIn(admin)
  await as(admin).run(instance.endSessions, { user: anna.id })
  expect(await sessionsOf(anna)).toBe(0)
  expect(await sessionsOf(admin)).toBe(1)
  expect((await as(admin).run(instance.endSessions, { user: anna.id })).changeset).toBeNull()
})

it('refuses sendResetLink if mail is disabled', async () => {
  expect(await codeOf(as(admin).run(instance.sendResetLink, { user: anna.id }))).toBe('UNAVAILABLE')
  expect(await codeOf(as(anna).run(instance.sendResetLink, { user: admin.id }))).toBe('NOT_FOUND')
})

it('changes who may sign up, and rejects a stale version', async () => {
  const { version } = await db.transaction(
    async (tx) => (await grant(tx, SHELL, 'read', 'administration', null)).row,
  )
  await as(admin).run(instance.updateInstance, { registration: 'closed', version })
  const error = await errorOf(as(admin).run(instance.updateInstance, { registration: 'open', version }))
  expect(error).toMatchObject({ code: 'CONFLICT', detail: { data: { registration: 'closed' } } })
  await as(SHELL).run(instance.updateInstance, { registration: 'open', version: version + 1 })
})

it('withdraws an invitation of any group', async () => {
  const { group } = await makeGroup(anna)
  const { result } = await as(anna).run(createInvitation, { group })
  await as(admin).run(instance.withdrawInvitation, { invitation: result.id })
  const { rows } = await reads(invitationList, { of: group })
  expect(rows).toMatchObject([{ id: result.id, state: 'revoked', by: 'anna', group: 'Family' }])
})

describe('jobs', () => {
  it('retries jobs with all attempts, and deletes them', async () => {
    await db.execute(sql`select graphile_worker.add_job('purge', '{}', run_at := now() + interval '1 day')`)
    const [job] = await jobsNamed('purge')
    await db.execute(
      sql`update graphile_worker._private_jobs set attempts = 25, last_error = 'no' where id = ${job!.id}::bigint`,
    )
    expect((await reads(jobs, { is: 'failed' })).rows).toMatchObject([
      { id: job!.id, name: 'purge', error: 'no' },
    ])
    await as(admin).run(jobQueue.retryJob, { job: job!.id })
    const { rows } = await reads(jobs, { q: 'purge' })
    expect(rows).toMatchObject([{ id: job!.id, attempts: 0, state: 'failing' }])
    expect(new Date(rows[0]!.runAt).getTime()).toBeLessThanOrEqual(Date.now())
    await as(admin).run(jobQueue.dropJob, { job: job!.id })
    expect(await jobsNamed('purge')).toEqual([])
    expect(await codeOf(as(admin).run(jobQueue.dropJob, { job: job!.id }))).toBe('NOT_FOUND')
    expect(await codeOf(as(admin).run(jobQueue.dropJob, { job: '1 or 1=1' }))).toBe('INVALID')
  })

  it('refuses to retry or delete a running job', async () => {
    await db.execute(sql`select graphile_worker.add_job('purge', '{}')`)
    const [job] = await jobsNamed('purge')
    await db.execute(
      sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w' where id = ${job!.id}::bigint`,
    )
    expect(await codeOf(as(admin).run(jobQueue.retryJob, { job: job!.id }))).toBe('CONFLICT')
    expect(await codeOf(as(admin).run(jobQueue.dropJob, { job: job!.id }))).toBe('CONFLICT')
  })

  it('releases a running job whether or not its worker is alive', async () => {
    await db.execute(sql`delete from graphile_worker._private_jobs`)
    await db.execute(sql`select graphile_worker.add_job('purge', '{}')`)
    const [job] = await jobsNamed('purge')
    expect((await as(admin).run(jobQueue.releaseJob, { job: job!.id })).changeset).toBeNull()
    await db.execute(sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w'`)
    expect(await codeOf(as(anna).run(jobQueue.releaseJob, { job: job!.id }))).toBe('NOT_FOUND')
    await as(admin).run(jobQueue.releaseJob, { job: job!.id })
    expect(await db.execute(sql`select locked_at, locked_by from graphile_worker._private_jobs`)).toEqual([
      { locked_at: null, locked_by: null },
    ])
  })
})

it('sends failed mails again, but not sent ones', async () => {
  const id = crypto.randomUUID()
  await db.execute(sql`insert into deliveries (id, channel, address, template, data, outcome, error)
    values (${id}, 'email', 'a@b.example', 'reset', '{"path": "/secret"}', 'failed', 'refused')`)
  await as(admin).run(jobQueue.retryDelivery, { delivery: id })
  const { rows } = await reads(deliveries, { q: 'a@b.ex' })
  expect(rows).toMatchObject([{ id, outcome: 'queued', error: null, hasContent: true }])
  expect(JSON.stringify(rows)).not.toContain('/secret')
  expect(await jobsNamed('mail')).toHaveLength(1)
  await db.execute(sql`update deliveries set outcome = 'sent', data = null`)
  expect(await codeOf(as(admin).run(jobQueue.retryDelivery, { delivery: id }))).toBe('CONFLICT')
})

it('lists every administrator action with actor, user and values', async () => {
  await as(admin).run(instance.suspendUser, { user: anna.id })
  await as(SHELL).run(instance.setInstanceAdmin, { user: anna.id, admin: true })
  const { rows } = await reads(auditLog, { of: anna.id })
  expect(rows).toMatchObject([
    { command: 'setInstanceAdmin', by: null, about: 'anna', after: { instanceAdmin: true } },
    {
      command: 'suspendUser',
      by: 'admin',
      about: 'anna',
      before: { suspended: false },
      after: { suspended: true },
    },
  ])
})

describe('lists', () => {
  it('pages through lists, newest first, without gaps or duplicates', async () => {
    const word = `w${crypto.randomUUID().slice(0, 8)}`
    const made: string[] = []
    for (let n = 0; n < 53; n++) made.push((await makeUser(word)).id)
    const first = await reads(userList, { q: word })
    expect(first.rows).toHaveLength(50)
    const second = await reads(userList, { q: word, before: first.next! })
    expect(second.next).toBeNull()
    const seen = [...first.rows, ...second.rows].map(({ id }) => id)
    expect(seen).toEqual(made.toSorted().reverse())
    expect((await reads(userList, { q: word, before: '17' })).rows).toHaveLength(50)
  }, 60_000)

  it('treats search words literally', async () => {
    expect((await reads(userList, { q: '%' })).rows).toEqual([])
    expect((await reads(userList, { q: `a_min` })).rows).toEqual([])
    expect((await reads(userList, { q: 'ADMI' })).rows.length).toBeGreaterThan(0)
    expect((await reads(userList, { is: 'admin' })).rows.map(({ id }) => id)).toEqual([admin.id])
  })

  it('shows no event content in lists', async () => {
    const { calendar } = await makeGroup(anna)
    const { id } = await as(anna).createEvent({
      calendarId: calendar,
      title: 'Zq secret',
      description: 'Zq secret',
      location: 'Zq secret',
    })
    const listed = await reads(events, { of: calendar })
    expect(listed.rows).toMatchObject([{ id, creator: 'anna', calendarId: calendar, placements: 1 }])
    expect(JSON.stringify(listed)).not.toContain('Zq')
    expect((await reads(events, { q: 'Zq secret' })).rows).toEqual([])
    expect((await reads(events, { q: id })).rows).toHaveLength(1)
    await as(anna).run(deleteEvent, { id })
    expect((await reads(events, { of: calendar })).rows).toEqual([])
    expect((await reads(events, { of: calendar, is: 'deleted' })).rows).toMatchObject([{ id, deleted: true }])
    expect((await reads(calendars, { of: anna.id })).rows).toMatchObject([
      { id: anna.calendar, ofGroup: false },
    ])
  })

  it('shows an account with its groups and sessions', async () => {
    await makeGroup(anna)
    await signedIn(anna)
    const found = await reads((tx, administration) => user(tx, administration, anna.id))
    expect(found).toMatchObject({
      email: anna.email,
      memberships: [{ name: 'Family', role: 'owner' }],
      sessions: [{}],
    })
    expect(JSON.stringify(found)).not.toMatch(/password|token/i)
  })
})

describe('faults', () => {
  it('records place and error without values of users', () => {
    const query = Object.assign(new Error('Failed query: insert … params: Zq secret'), {
      params: ['Zq secret'],
      cause: Object.assign(new Error('invalid input syntax for type uuid: "Zq secret"'), { code: '22P02' }),
    })
    expect(faultOf(query).message).toBe('Error: 22P02: invalid input syntax for type uuid: "…"')
    for (const error of [query, new Error('no "Zq secret" at zq@example.org'), JSON_ERROR, 'Zq secret'])
      expect(JSON.stringify(faultOf(error))).not.toMatch(/Zq secret|zq@/)
    expect(faultOf(new TypeError('x is not a function')).trace).toContain('instance.db.test')
  })

  it('shows faults to administrators only', async () => {
    noteFault('page', new AppError('NOT_FOUND'))
    noteFault('GET /api/…', new Error('it broke'))
    await expect
      .poll(async () => (await reads(faults)).rows)
      .toMatchObject([{ place: 'GET /api/…', message: 'Error: it broke', count: 1 }])
  })

  it('counts repeated faults with first and last time', async () => {
    const failing = new Error('took 17 ms')
    noteFault('GET /again', failing)
    const row = async () => (await reads(faults)).rows.filter(({ place }) => place === 'GET /again')
    await expect.poll(row).toHaveLength(1)
    for (let n = 0; n < 600; n++) noteFault('GET /again', Object.assign(failing, { message: `took ${n} ms` }))
    await expect.poll(async () => (await row())[0]!.count).toBeGreaterThan(1)
    for (let n = 0; n < 600; n++) noteFault('GET /again', failing)
    await expect.poll(async () => (await row())[0]!.count).toBeGreaterThan(600)
    const rows = await row()
    expect(rows).toHaveLength(1)
    expect(rows[0]!.lastSeen > rows[0]!.firstSeen).toBe(true)
    expect((await reads(faults)).rows.map(({ place }) => place)).toEqual(['GET /again', 'GET /api/…'])
  })

  it('records no errors that a client causes', async () => {
    for (const error of CLIENT_ERRORS) noteFault(`render / ${error.name}`, error)
    noteFault('GET /witness', new Error('it broke'))
    await expect.poll(async () => (await reads(faults)).rows[0]).toMatchObject({ place: 'GET /witness' })
    const places = (await reads(faults)).rows.map(({ place }) => place)
    expect(places.filter((place) => place.startsWith('render'))).toEqual([])
  })
})

const CLIENT_ERRORS = [
  new Error('The router state header was sent but could not be parsed.'),
  new Error('aborted'),
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  new DOMException('This operation was aborted', 'AbortError'),
  Object.assign(new Error('Body exceeded 1 MB limit.'), { statusCode: 413 }),
  new URIError('URI malformed'),
]

const JSON_ERROR = (() => {
  try {
    return JSON.parse('Zq secret')
  } catch (error) {
    return error
  }
})()

it('reports health figures', async () => {
  const found = await reads((tx, administration) => health(tx, administration))
  expect(found).toMatchObject({ mail: false, realtime: 'built-in', workers: 0, postgres: expect.any(String) })
  for (const name of ['users', 'databaseBytes', 'connections', 'uptime'] as const)
    expect(found[name], name).toBeGreaterThanOrEqual(name === 'uptime' ? 0 : 1)
})

it('finds users by transliterated names', async () => {
  const zoe = await makeUser('zoe')
  await db.update(users).set({ name: 'Zoë Ångström' }).where(eq(users.id, zoe.id))
  const found = await reads(userList, { q: 'zoe angstrom' })
  expect(found.rows.map(({ id }) => id)).toEqual([zoe.id])
  expect((await reads(userList, { q: zoe.email.slice(5) })).rows.map(({ id }) => id)).toEqual([zoe.id])
})

it('lists a password reset from the shell', async () => {
  await execute(SHELL, resetPassword, { email: anna.email }, { origin: 'job' })
  const [latest] = (await reads(auditLog)).rows
  expect(latest).toMatchObject({ command: 'resetPassword', by: null, entity: 'user', about: 'anna' })
  expect(JSON.stringify(latest)).not.toMatch(/"(before|after)":\{/)
})
