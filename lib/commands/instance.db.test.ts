import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { sessions, users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { execute } from '@/lib/commands/pipeline/execute'
import { listAuditLog } from '@/lib/queries/instance/audit-log'
import { listDeliveries, listJobs } from '@/lib/queries/instance/lists'
import { listAllInvitations as invitationList } from '@/lib/queries/instance/people'
import type { ListQuery } from '@/lib/schemas/admin-lists'
import { as, codeOf, errorOf, makeFamily, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
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

const loadUser = async ({ id }: TestUser) => (await db.select().from(users).where(eq(users.id, id)))[0]!
const insertSession = async ({ id }: TestUser) => {
  await db
    .insert(sessions)
    .values({ sessionToken: crypto.randomUUID(), userId: id, expires: new Date(Date.now() + 1e6) })
}
const sessionsOf = ({ id }: TestUser) => db.$count(sessions, eq(sessions.userId, id))
const jobsNamed = async (name: string) =>
  await db.execute<{ id: string }>(
    sql`select id::text as id from graphile_worker.jobs where task_identifier = ${name}`,
  )
const readList = <Q, R>(
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
    await insertSession(anna)
    await as(admin).run(instance.suspendUser, { user: anna.id })
    expect((await loadUser(anna)).suspendedAt).toBeInstanceOf(Date)
    expect(await sessionsOf(anna)).toBe(0)
    const disconnectJobs = await db.execute(sql`
      select 1 from graphile_worker._private_jobs where payload ->> 'user' = ${anna.id}`)
    expect(disconnectJobs).toHaveLength(1)
    expect((await as(admin).run(instance.suspendUser, { user: anna.id })).changeset).toBeNull()
    await as(admin).run(instance.unsuspendUser, { user: anna.id })
    expect((await loadUser(anna)).suspendedAt).toBeNull()
  })

  it('rejects the suspension of one’s own account and of the last administrator', async () => {
    expect((await errorOf(as(admin).run(instance.suspendUser, { user: admin.id }))).detail.data).toEqual({
      reason: 'yourself',
    })
    expect((await errorOf(as(SHELL).run(instance.suspendUser, { user: admin.id }))).detail.data).toEqual({
      reason: 'last_admin',
    })
    expect((await loadUser(admin)).suspendedAt).toBeNull()
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
    const codes = await Promise.all(
      [
        [admin, anna],
        [anna, admin],
      ].map(([testUser, whom]) =>
        codeOf(as(testUser!).run(instance.setInstanceAdmin, { user: whom!.id, admin: false })),
      ),
    )
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    const adminCount = await db.$count(users, eq(users.instanceAdmin, true))
    expect(adminCount).toBe(1)
  })
})

it('signs a user out on all devices with endSessions', async () => {
  await insertSession(anna)
  await insertSession(anna)
  await insertSession(admin)
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
  const { rows } = await readList(invitationList, { of: group })
  expect(rows).toMatchObject([{ id: result.id, state: 'revoked', by: 'anna', group: 'Family' }])
})

describe('jobs', () => {
  it('retries jobs with all attempts, and deletes them', async () => {
    await db.execute(sql`select graphile_worker.add_job('purge', '{}', run_at := now() + interval '1 day')`)
    const [job] = await jobsNamed('purge')
    await db.execute(
      sql`update graphile_worker._private_jobs set attempts = 25, last_error = 'no' where id = ${job!.id}::bigint`,
    )
    expect((await readList(listJobs, { is: 'failed' })).rows).toMatchObject([
      { id: job!.id, name: 'purge', error: 'no' },
    ])
    await as(admin).run(jobQueue.retryJob, { job: job!.id })
    const { rows } = await readList(listJobs, { q: 'purge' })
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
    // An earlier command can still add its `dispatch` job.
    const isJob = sql`id = ${job!.id}::bigint`
    expect((await as(admin).run(jobQueue.releaseJob, { job: job!.id })).changeset).toBeNull()
    await db.execute(
      sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w' where ${isJob}`,
    )
    expect(await codeOf(as(anna).run(jobQueue.releaseJob, { job: job!.id }))).toBe('NOT_FOUND')
    await as(admin).run(jobQueue.releaseJob, { job: job!.id })
    expect(
      await db.execute(sql`select locked_at, locked_by from graphile_worker._private_jobs where ${isJob}`),
    ).toEqual([{ locked_at: null, locked_by: null }])
  })
})

it('sends failed mails again, but not sent ones', async () => {
  const id = crypto.randomUUID()
  await db.execute(sql`insert into deliveries (id, channel, address, template, data, outcome, error)
    values (${id}, 'email', 'a@b.example', 'reset', '{"path": "/secret"}', 'failed', 'refused')`)
  await as(admin).run(jobQueue.retryDelivery, { delivery: id })
  const { rows } = await readList(listDeliveries, { q: 'a@b.ex' })
  expect(rows).toMatchObject([{ id, outcome: 'queued', error: null, hasContent: true }])
  expect(JSON.stringify(rows)).not.toContain('/secret')
  expect(await jobsNamed('mail')).toHaveLength(1)
  await db.execute(sql`update deliveries set outcome = 'sent', data = null`)
  expect(await codeOf(as(admin).run(jobQueue.retryDelivery, { delivery: id }))).toBe('CONFLICT')
})

it('lists every administrator action with actor, user and values in the audit log', async () => {
  await as(admin).run(instance.suspendUser, { user: anna.id })
  await as(SHELL).run(instance.setInstanceAdmin, { user: anna.id, admin: true })
  const { rows } = await readList(listAuditLog, { of: anna.id })
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

it('lists a password reset from the shell in the audit log', async () => {
  await execute(SHELL, resetPassword, { email: anna.email }, { origin: 'job' })
  const [latest] = (await readList(listAuditLog)).rows
  expect(latest).toMatchObject({ command: 'resetPassword', by: null, entity: 'user', about: 'anna' })
  expect(JSON.stringify(latest)).not.toMatch(/"(before|after)":\{/)
})
