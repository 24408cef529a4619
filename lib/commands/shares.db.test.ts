import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { users } from '@/db/schema/users'
import { dispatch } from '@/lib/jobs/dispatch'
import { receivedShares } from '@/lib/queries/shares'
import { streamsOf } from '@/lib/queries/streams'
import {
  addMember,
  as,
  codeOf,
  errorOf,
  type Family,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { runMigration } from '@/test/database/migrations'
import { acceptShare, createShare, removeShare, updateShare } from './shares'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const levelOf = async (actor: TestUser, calendar: string) =>
  (await as(actor).loadReach()).calendars.find(({ id }) => id === calendar)?.level
type To = { user: string } | { group: string } | { email: string }
const share = (actor: TestUser, calendar: string, to: To) =>
  as(actor).run(createShare, { calendar, to, level: 'viewer' })

/** Reads the jobs that close live connections of a user. */
const disconnectJobs = async (user: string) =>
  await db.execute(sql`
    select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'cut-off' and j.payload ->> 'user' = ${user}`)

describe('sharing', () => {
  it('shares with a member of a common group at each level, and advances the stream of the member', async () => {
    const { owner, editor } = family
    for (const level of ['freebusy', 'viewer', 'editor', 'owner'] as const) {
      const sharer = await makeUser()
      await addMember(sharer, owner, family.group)
      const { result, seqs } = await as(sharer).run(createShare, {
        calendar: sharer.calendar,
        to: { user: editor.id },
        level,
      })
      expect(await levelOf(editor, sharer.calendar)).toBe(level)
      expect(Object.keys(seqs).sort()).toEqual([`owners-${sharer.calendar}`, `user-${editor.id}`])
      await as(editor).run(removeShare, { share: result.id })
      expect(await levelOf(editor, sharer.calendar)).toBeUndefined()
      expect((await disconnectJobs(editor.id)).length).toBeGreaterThan(0)
    }
  })

  it('closes the live connections of an owner who becomes an editor', async () => {
    const [sharer, other] = [await makeUser(), await makeUser()]
    await addMember(sharer, family.owner, family.group)
    await addMember(other, family.owner, family.group)
    const { result } = await as(sharer).run(createShare, {
      calendar: sharer.calendar,
      to: { user: other.id },
      level: 'owner',
    })
    expect(await disconnectJobs(other.id)).toHaveLength(0)
    await as(sharer).run(updateShare, { share: result.id, level: 'editor' })
    expect(await disconnectJobs(other.id)).toHaveLength(1)
    await as(sharer).run(updateShare, { share: result.id, level: 'viewer' })
    expect(await disconnectJobs(other.id)).toHaveLength(1)
  })

  it('refuses strangers, duplicates and the owner as sharees', async () => {
    const { owner, viewer, stranger, group, calendar } = family
    const fieldErrors = async (actor: TestUser, calendarId: string, sharee: To) =>
      (await errorOf(share(actor, calendarId, sharee))).detail.fields
    expect(await fieldErrors(owner, owner.calendar, { user: stranger.id })).toEqual({
      to: { code: 'invalid' },
    })
    expect(await fieldErrors(owner, owner.calendar, { user: owner.id })).toEqual({ to: { code: 'taken' } })
    expect(await fieldErrors(owner, calendar, { group })).toEqual({ to: { code: 'taken' } })
    const { result } = await share(owner, owner.calendar, { user: viewer.id })
    expect(await fieldErrors(owner, owner.calendar, { user: viewer.id })).toEqual({ to: { code: 'taken' } })
    await as(owner).run(removeShare, { share: result.id })
    const { group: otherGroup } = await makeGroup(stranger)
    expect(await codeOf(share(owner, owner.calendar, { group: otherGroup }))).toBe('NOT_FOUND')
  })

  it('shares with all members of a group, limiting group viewers to viewing', async () => {
    const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
    const { group } = await makeGroup(ann)
    await addMember(bob, ann, group, 'editor')
    await addMember(cleo, ann, group, 'viewer')
    const { result } = await as(ann).run(createShare, {
      calendar: ann.calendar,
      to: { group },
      level: 'editor',
    })
    expect([await levelOf(bob, ann.calendar), await levelOf(cleo, ann.calendar)]).toEqual([
      'editor',
      'viewer',
    ])
    expect(await codeOf(as(bob).run(removeShare, { share: result.id }))).toBe('NOT_FOUND')
    await as(ann).run(removeShare, { share: result.id })
    for (const actor of [bob, cleo]) expect((await disconnectJobs(actor.id)).length).toBe(1)
  })

  it('lets co-owners share a calendar, but nobody with a lower level', async () => {
    const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
    const { group } = await makeGroup(ann)
    for (const actor of [bob, cleo]) await addMember(actor, ann, group)
    const { result } = await as(ann).run(createShare, {
      ...{ calendar: ann.calendar, to: { user: bob.id } },
      level: 'editor',
    })
    expect(await codeOf(share(bob, ann.calendar, { user: cleo.id }))).toBe('FORBIDDEN')
    expect(await codeOf(as(bob).run(updateShare, { share: result.id, level: 'owner' }))).toBe('FORBIDDEN')
    expect(await codeOf(as(cleo).run(updateShare, { share: result.id, level: 'owner' }))).toBe('NOT_FOUND')
    await as(ann).run(updateShare, { share: result.id, level: 'owner' })
    await share(bob, ann.calendar, { user: cleo.id })
    expect(await levelOf(cleo, ann.calendar)).toBe('viewer')
  })
})

describe('sharing by an address', () => {
  const shapeOf = ({ result, ...outcome }: Awaited<ReturnType<typeof share>>) => ({
    ...outcome,
    result: Object.keys(result),
    seqs: Object.keys(outcome.seqs),
    changeset: typeof outcome.changeset,
  })

  it('answers the same for any address, and gives access only while the address is verified', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const nobody = `nobody-${crypto.randomUUID()}@example.org`
    const registered = await share(ann, ann.calendar, { email: bob.email.toUpperCase() })
    const unregistered = await share(ann, ann.calendar, { email: nobody })
    expect(shapeOf(registered)).toEqual(shapeOf(unregistered))
    expect(Object.keys(registered.seqs)).toEqual([`owners-${ann.calendar}`])
    await as(bob).run(acceptShare, { share: registered.result.id })
    expect(await levelOf(bob, ann.calendar)).toBe('viewer')

    await db.update(users).set({ emailVerified: null }).where(eq(users.id, bob.id))
    expect(await levelOf(bob, ann.calendar)).toBeUndefined()
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, bob.id))
    expect(await codeOf(as(bob).run(updateShare, { share: registered.result.id, level: 'owner' }))).toBe(
      'FORBIDDEN',
    )
    await as(bob).run(removeShare, { share: registered.result.id })
    expect(await levelOf(bob, ann.calendar)).toBeUndefined()
  })

  it('shows a new share on the home page of the sharee for a week', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const listShares = async (actor: TestUser) => receivedShares(db, await as(actor).loadReach())
    const { result } = await share(ann, ann.calendar, { email: bob.email })
    await as(bob).run(acceptShare, { share: result.id })
    const expected = { id: result.id, level: 'viewer', name: 'ann', by: 'ann' }
    expect(await listShares(bob)).toEqual([expect.objectContaining(expected)])
    expect(await listShares(ann)).toEqual([])
    await db.update(users).set({ emailVerified: null }).where(eq(users.id, bob.id))
    expect(await listShares(bob)).toEqual([])
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, bob.id))
    await db.execute(sql`update shares set created_at = now() - interval '8 days' where id = ${result.id}`)
    expect(await listShares(bob)).toEqual([])
  })

  it('notifies the account of the address after an upgrade, if an older version has enqueued a job for it', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { result } = await share(ann, ann.calendar, { email: bob.email })
    await dispatch()
    const { seq } = await as(bob).loadReach()
    await as(ann).run(removeShare, { share: result.id })
    // An older version enqueued the job in the transaction of the command.
    const [removal] = await db.execute<{ at: string }>(sql`
      select max(created_at)::text as at from changes where stream = ${`owners-${ann.calendar}`}`)
    await db.execute(sql`delete from consumer_cursors where stream = ${`owners-${ann.calendar}`}`)
    await db.execute(sql`select graphile_worker.add_job('tell-address',
      json_build_object('email', ${bob.email}::text, 'calendar', ${ann.calendar}::text, 'cutOff', true))`)
    await db.execute(sql`update graphile_worker._private_jobs set created_at = ${removal!.at}::timestamptz
      where payload ->> 'email' = ${bob.email}`)
    await dispatch()
    expect(await disconnectJobs(bob.id)).toHaveLength(0)

    await runMigration('0023_upgrade_received_and_jobs')
    await dispatch()
    expect((await as(bob).loadReach()).seq).toBe(seq + 1)
    expect(await disconnectJobs(bob.id)).toHaveLength(1)
    const jobs = await db.execute(sql`
      select 1 from graphile_worker._private_jobs where payload ->> 'email' = ${bob.email}`)
    expect(jobs).toHaveLength(0)
  })

  it('closes the connections of a sharee by address after an upgrade, if an older version recorded the change', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { result } = await share(ann, ann.calendar, { email: bob.email })
    await dispatch()
    await as(ann).run(updateShare, { share: result.id, level: 'freebusy' })
    // The older version named the level of a share "role".
    const renamed = (side: string) =>
      sql.raw(`(${side} - 'level') || jsonb_build_object('role', ${side} -> 'level')`)
    await db.execute(sql`update changes set before = ${renamed('before')}, after = ${renamed('after')}
      where entity = 'share' and stream = ${`owners-${ann.calendar}`}`)
    await runMigration('0027_share_changes')
    await dispatch()
    expect(await disconnectJobs(bob.id)).toHaveLength(1)
  })

  it('notifies the account of the address and closes its connections when the share ends', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const seq = async () => (await as(bob).loadReach()).seq
    const start = await seq()
    const { result } = await share(ann, ann.calendar, { email: bob.email })
    expect(await seq()).toBe(start)
    await dispatch()
    // The share and the notification about it are a change each.
    expect(await seq()).toBe(start + 2)
    expect(await disconnectJobs(bob.id)).toHaveLength(0)
    await as(ann).run(removeShare, { share: result.id })
    await share(ann, ann.calendar, { email: 'nobody@example.org' })
    await dispatch()
    expect(await seq()).toBe(start + 3)
    expect(await disconnectJobs(bob.id)).toHaveLength(1)
    await dispatch()
    expect(await seq()).toBe(start + 3)
  })
})

it('hides the stream of a calendar from free/busy sharees', async () => {
  const { sharee, viewer, calendar } = family
  const streams = async (actor: TestUser) => Object.keys(streamsOf(await as(actor).loadReach()))
  expect(await streams(sharee)).not.toContain(`calendar-${calendar}`)
  expect(await streams(viewer)).toContain(`calendar-${calendar}`)
  const range = await as(sharee).loadRange('2026-01-01', '2026-01-02')
  expect(range.calendars.find(([id]) => id === calendar)?.[5]).toBe(0)
})

it('serializes concurrent changes of a share', async () => {
  const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
  const { group } = await makeGroup(ann)
  await addMember(bob, ann, group)
  const { result } = await as(ann).run(createShare, {
    calendar: ann.calendar,
    to: { user: bob.id },
    level: 'owner',
  })
  // In either order, Bob has no access once Ann has removed the share.
  const [removed, changed] = await Promise.all([
    codeOf(as(ann).run(removeShare, { share: result.id })),
    codeOf(as(bob).run(updateShare, { share: result.id, level: 'viewer' })),
  ])
  expect(removed).toBe('ok')
  expect(['ok', 'NOT_FOUND']).toContain(changed)
  expect(await levelOf(bob, ann.calendar)).toBeUndefined()
})

it('limits the calendars shared by one owner with one sharee to 100', async () => {
  const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
  await db.execute(sql`
    with made as (
      insert into calendars (id, owner_user_id, name, color)
      select gen_random_uuid(), ${ann.id}::uuid, 'Many', 'teal' from generate_series(1, 100) returning id
    ) insert into shares (id, calendar_id, email, level) select gen_random_uuid(), id, ${bob.email}, 'viewer' from made`)
  const to = { email: bob.email }
  const refused = await errorOf(as(ann).run(createShare, { calendar: ann.calendar, to, level: 'viewer' }))
  expect(refused.detail.fields).toEqual({ to: { code: 'too_many', limit: 100 } })
  const other = { email: 'another@example.org' }
  expect(await codeOf(as(ann).run(createShare, { calendar: ann.calendar, to: other, level: 'viewer' }))).toBe(
    'ok',
  )
})
