import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { updateCalendar } from '@/lib/commands/calendars'
import { enqueue } from '@/lib/commands/pipeline/record'
import { createShare, removeShare, updateShare } from '@/lib/commands/shares'
import { as, makeUser, type TestUser } from '@/test/database/fixtures'
import { dispatch } from './dispatch'
import { type ShareInput, shareAndEnd } from './dispatch.test.worker'

// Enables mail. No worker runs, so nothing is sent.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

/** The cursor of the consumer `share-mails`, which does not fail. */
const MAIL_CURSOR = ['share-mails', 1, 1, 0]

const broken = vi.hoisted(() => ({ email: '' }))
vi.mock('@/lib/commands/effects/notify-sharees', async (importOriginal) => {
  const original = await importOriginal<typeof import('@/lib/commands/effects/notify-sharees')>()
  const notifySharees: typeof original.notifySharees = (tx, notices) => {
    if (notices.some(({ email }) => email === broken.email)) throw new Error('broken by the test')
    return original.notifySharees(tx, notices)
  }
  return { notifySharees }
})

beforeEach(async () => {
  broken.email = ''
  await dispatch()
})

/** Reads all rows written by sharing a calendar with an e-mail address. */
async function effectsOf(owner: TestUser, sharee: TestUser) {
  const [row] = await db.execute(sql`
    select
      (select json_agg(json_build_array(seq, entity, op) order by seq) from changes
        where stream = ${`owners-${owner.calendar}`}) as owners,
      (select json_agg(json_build_array(entity, op) order by seq) from changes
        where stream = ${`user-${sharee.id}`} and entity = 'share') as "shareChanges",
      (select json_agg(command order by created_at, id) from changesets
        where id in (select changeset_id from changes
          where stream in (${`owners-${owner.calendar}`}, ${`user-${sharee.id}`}) and entity = 'share')) as commands,
      (select count(*)::int from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'cut-off' and payload ->> 'user' = ${sharee.id}) as "cutOffs",
      (select json_agg(template) from deliveries where address = ${sharee.email}) as mails,
      (select count(*)::int from shares where calendar_id = ${owner.calendar}) as shares,
      (select json_agg(json_build_array(consumer, seq, pending, failures) order by consumer) from consumer_cursors
        where stream = ${`owners-${owner.calendar}`} and consumer in ('address-shares', 'share-mails')) as cursors`)
  return row
}

const makeTwoUsers = () => Promise.all([makeUser('ann'), makeUser('bob')])

const sharing = (owner: TestUser, sharee: TestUser): ShareInput => ({
  ...{ owner: owner.id, calendar: owner.calendar, email: sharee.email },
})

/** Runs a process that shares a calendar and ends the share, until it is killed. */
async function runUntilKilled(commit: number, moment: 'before' | 'after', target: ShareInput): Promise<void> {
  const args = ['--import', 'tsx', '--conditions=react-server', 'lib/jobs/dispatch.test.worker.ts']
  const env = { ...process.env, KILL_TASK: JSON.stringify({ commit, moment, sharing: target }) }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [, signal] = await once(child, 'exit')
  expect(signal, `commit ${commit}, ${moment}`).toBe('SIGKILL')
}

describe('consumers of changes', () => {
  it('runs consumers with the same effects when the process is killed before or after any commit', async () => {
    const [ann, bob] = await makeTwoUsers()
    await shareAndEnd(sharing(ann, bob))
    const uninterrupted = await effectsOf(ann, bob)
    expect(uninterrupted).toMatchObject({
      commands: ['createShare', 'address-shares', 'removeShare', 'address-shares'],
      ...{ cutOffs: 1, shares: 0, mails: ['share'] },
    })
    // Each command is one commit, and so is the work of each consumer for it.
    for (const commit of [1, 2, 3, 4, 5, 'last'] as const) {
      const [owner, sharee] = await makeTwoUsers()
      await runUntilKilled(
        commit === 'last' ? 5 : commit,
        commit === 'last' ? 'after' : 'before',
        sharing(owner, sharee),
      )
      // Another process recovers: its tick runs the consumers, and the client repeats its requests.
      await dispatch()
      await shareAndEnd(sharing(owner, sharee))
      expect(await effectsOf(owner, sharee), `killed before commit ${commit}`).toEqual(uninterrupted)
    }
  }, 180_000)

  it('adds no cursor and no job for changes that no consumer handles', async () => {
    const ann = await makeUser('ann')
    const before = await db.execute(sql`select * from consumer_cursors`)
    const jobs = () => db.execute(sql`select id from graphile_worker._private_jobs order by id`)
    const jobsBefore = await jobs()
    await as(ann).run(updateCalendar, { calendar: ann.calendar, version: 1, patch: { name: 'Ours' } })
    expect(await jobs()).toEqual(jobsBefore)
    expect(await db.execute(sql`select * from consumer_cursors`)).toEqual(before)
  })

  it('handles each change once when several processes dispatch at the same time', async () => {
    const [ann, bob] = await makeTwoUsers()
    const { result } = await as(ann).run(createShare, { calendar: ann.calendar, to: { email: bob.email } })
    await as(ann).run(removeShare, { share: result.id })
    await Promise.all([dispatch(), dispatch(), dispatch()])
    expect(await effectsOf(ann, bob)).toMatchObject({
      shareChanges: Array(2).fill(['share', 'changed']),
      cutOffs: 1,
    })
  })

  it('closes the connections of a sharee by address whose level drops to free/busy or from owner, not of one whose level rises', async () => {
    for (const [before, after, cutOffs] of [
      ['viewer', 'freebusy', 1],
      ['owner', 'editor', 1],
      ['viewer', 'editor', 0],
    ] as const) {
      const [ann, bob] = await makeTwoUsers()
      const input = { calendar: ann.calendar, to: { email: bob.email }, level: before }
      const { result } = await as(ann).run(createShare, input)
      await as(ann).run(updateShare, { share: result.id, level: after })
      await dispatch()
      expect(await effectsOf(ann, bob), `${before} to ${after}`).toMatchObject({ cutOffs })
    }
  })

  it('handles no change before the transaction with the previous sequence number commits', async () => {
    const [ann, bob] = await makeTwoUsers()
    const cleo = await makeUser('cleo')
    const stream = `owners-${ann.calendar}`
    await as(ann).run(createShare, { calendar: ann.calendar, to: { email: bob.email } })
    await dispatch()
    let later: Promise<unknown> | undefined
    const first = randomUUID()
    await db.transaction(async (tx) => {
      // Records a change like a command (record.ts) and commits later.
      await tx.execute(sql`
        with counted as (update streams set seq = seq + 1 where stream = ${stream} returning seq),
          changeset as (insert into changesets (id, actor_kind, origin, command) values (${first}, 'nobody', 'web', 'x')),
          cursor as (update consumer_cursors set pending = (select seq from counted) where stream = ${stream})
        insert into changes (stream, seq, changeset_id, entity, entity_id, op, before)
        select ${stream}, seq, ${first}, 'share', ${first}, 'removed',
          ${JSON.stringify({ email: bob.email, level: 'viewer' })}::jsonb from counted`)
      later = as(ann).run(createShare, { calendar: ann.calendar, to: { email: cleo.email } })
      expect(await dispatch()).toBe(0)
    })
    await later
    await dispatch()
    expect(await effectsOf(ann, bob)).toMatchObject({
      shareChanges: Array(2).fill(['share', 'changed']),
      cutOffs: 1,
    })
    expect(await effectsOf(ann, cleo)).toMatchObject({ shareChanges: [['share', 'changed']], cutOffs: 0 })
  })

  it('retries a failed consumer later and goes on with other streams', async () => {
    const [ann, bob] = await makeTwoUsers()
    const [dan, eve] = await makeTwoUsers()
    broken.email = bob.email
    await as(ann).run(createShare, { calendar: ann.calendar, to: { email: bob.email } })
    await as(dan).run(createShare, { calendar: dan.calendar, to: { email: eve.email } })
    await dispatch()
    expect(await effectsOf(dan, eve)).toMatchObject({ shareChanges: [['share', 'changed']] })
    expect(await effectsOf(ann, bob)).toMatchObject({
      shareChanges: null,
      // On a slow machine, the consumer may have been tried again.
      cursors: [['address-shares', 0, 1, expect.any(Number)], MAIL_CURSOR],
    })
    broken.email = ''
    await db.execute(sql`update consumer_cursors set retry_at = now() + interval '1 hour' where failures > 0`)
    await dispatch()
    expect(await effectsOf(ann, bob)).toMatchObject({ shareChanges: null })
    await db.execute(sql`update consumer_cursors set retry_at = now() where retry_at is not null`)
    await dispatch()
    expect(await effectsOf(ann, bob)).toMatchObject({
      shareChanges: [['share', 'changed']],
      cursors: [['address-shares', 1, 1, 0], MAIL_CURSOR],
    })
  })

  it('goes on with other streams after a consumer has failed thousands of times', async () => {
    const [ann, bob] = await makeTwoUsers()
    const [dan, eve] = await makeTwoUsers()
    await as(ann).run(createShare, { calendar: ann.calendar, to: { email: bob.email } })
    await as(dan).run(createShare, { calendar: dan.calendar, to: { email: eve.email } })
    broken.email = bob.email
    await db.execute(sql`
      update consumer_cursors set failures = 5000
      where consumer = 'address-shares' and stream = ${`owners-${ann.calendar}`}`)
    await dispatch()
    expect(await effectsOf(ann, bob)).toMatchObject({
      cursors: [['address-shares', 0, 1, 5001], MAIL_CURSOR],
    })
    expect(await effectsOf(dan, eve)).toMatchObject({ shareChanges: [['share', 'changed']] })
  })
})

it('enqueues jobs for a time, under a key and in a queue', async () => {
  const key = randomUUID()
  const runAt = new Date('2040-01-01T00:00:00Z')
  const job = { name: 'purge', payload: {}, key, queue: 'nightly' } as const
  await db.transaction((tx) => enqueue(tx, [{ ...job }]))
  await db.transaction((tx) => enqueue(tx, [{ ...job, runAt }]))
  const rows = await db.execute(sql`
    select queue_name, run_at = ${runAt.toISOString()}::timestamptz as "isRunAtSet" from graphile_worker.jobs where key = ${key}`)
  expect(rows).toEqual([{ queue_name: 'nightly', isRunAtSet: true }])
})
