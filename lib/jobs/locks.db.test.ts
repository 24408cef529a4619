import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { enqueue } from '@/lib/commands/pipeline/record'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { deadWorkers, releaseLock, releaseWorkers } from '@/lib/commands/rows/job-locks'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { createLockCheck, IGNORED_CHECKS, MIN_CHECKS } from './dead-workers'
import { WorkerPresence } from './presence'
import { startWorker } from './worker'

const smtp = await startSmtp()
process.env.SMTP_URL = smtp.url
process.env.ORIGIN = 'https://kinday.example'
const children: ChildProcess[] = []

beforeEach(async () => {
  smtp.mode = 'fine'
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  await db.execute(sql`delete from graphile_worker._private_job_queues`)
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await smtp.close()
})

const addresses = () => smtp.mails.flatMap(({ to }) => to)

/** Reads the queued and running mail jobs. Other jobs are left out: each start of a worker enqueues some. */
const jobs = () =>
  db.execute<{ locked_by: string | null }>(sql`
    select locked_by from graphile_worker.jobs where task_identifier = 'mail' order by id`)

async function queueTestMail(): Promise<string> {
  const to = `${randomUUID()}@example.org`
  const mail = {
    template: 'reset',
    data: { path: '/reset/x', minutes: 60 },
    userId: null,
    locale: 'en',
  } as const
  await db.transaction(async (tx) => enqueue(tx, [await queueMail(tx, { ...mail, to })]))
  return to
}

/** Starts a worker in a separate process on the database of this file. */
function startWorkerProcess(): ChildProcess {
  const args = ['--import', 'tsx', '--conditions=react-server', 'lib/jobs/separate-worker.ts']
  const child = spawn(process.execPath, args, { env: process.env, stdio: ['ignore', 'ignore', 'inherit'] })
  children.push(child)
  return child
}

describe('locks of workers', () => {
  it('sends a mail whose worker was killed with kill -9 while the mail server did not answer', async () => {
    smtp.mode = 'hangs'
    const { tries } = smtp
    const interrupted = await queueTestMail()
    const killed = startWorkerProcess()
    await expect.poll(() => smtp.tries).toBe(tries + 1)
    smtp.mode = 'fine'
    const other = await queueTestMail()
    // Mails are sent in parallel.
    await expect.poll(addresses).toEqual([other])
    await expect.poll(jobs).toMatchObject([{ locked_by: expect.any(String) }])
    const ended = new Promise((resolve) => killed.on('exit', resolve))
    killed.kill('SIGKILL')
    await ended
    expect(await jobs()).toMatchObject([{ locked_by: expect.any(String) }])
    const worker = await startWorker()
    try {
      await expect.poll(addresses).toEqual([other, interrupted])
      await expect.poll(jobs).toEqual([])
    } finally {
      await worker.stop()
    }
  })

  it('releases on SIGTERM the mail that a worker is sending', async () => {
    smtp.mode = 'hangs'
    const { tries } = smtp
    await queueTestMail()
    const child = startWorkerProcess()
    await expect.poll(() => smtp.tries).toBe(tries + 1)
    const ended = new Promise((resolve) => child.on('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(await jobs()).toMatchObject([{ locked_by: null }])
    expect(await db.execute(sql`select 1 from deliveries where taken_until > now()`)).toEqual([])
  })

  it('releases jobs, queues and mails of dead workers only', async () => {
    const presence = new WorkerPresence()
    presence.add('alive')
    await presence.beat()
    for (const worker of ['alive', 'dead']) {
      await queueTestMail()
      await db.execute(
        sql`update graphile_worker._private_jobs set locked_by = ${worker}, locked_at = now() where locked_by is null`,
      )
      await db.execute(
        sql`insert into graphile_worker._private_job_queues (queue_name, locked_by, locked_at) values (${worker}, ${worker}, now())`,
      )
    }
    await db.execute(sql`update deliveries set taken_until = now() + interval '1 hour'`)
    expect(await deadWorkers()).toEqual(['dead'])
    await releaseWorkers(['alive', 'dead'])
    expect(await jobs()).toMatchObject([{ locked_by: 'alive' }, { locked_by: null }])
    expect(
      await db.execute(
        sql`select queue_name from graphile_worker._private_job_queues where locked_by is null`,
      ),
    ).toEqual([{ queue_name: 'dead' }])
    expect(
      await db.execute(sql`select j.locked_by from deliveries d join graphile_worker._private_jobs j
        on j.payload ->> 'delivery' = d.id::text where d.taken_until is null`),
    ).toEqual([{ locked_by: null }])
    await presence.end()
    await expect.poll(deadWorkers).toEqual(['alive'])
  })

  it('takes the locks of workers again after the connection was lost', async () => {
    const presence = new WorkerPresence()
    presence.add('w')
    await presence.beat()
    await queueTestMail()
    await db.execute(sql`update graphile_worker._private_jobs set locked_by = 'w', locked_at = now()`)
    expect(await deadWorkers()).toEqual([])
    await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'kinday-locks' and datname = current_database()`)
    await expect.poll(deadWorkers).toEqual(['w'])
    await expect.poll(() => presence.beat().then(deadWorkers)).toEqual([])
    await presence.end()
  })

  it('takes no job before the workers of the process have their locks', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const { beat } = WorkerPresence.prototype
    const beats = vi.spyOn(WorkerPresence.prototype, 'beat').mockImplementation(async function (
      this: WorkerPresence,
    ) {
      await gate
      await beat.call(this)
    })
    const to = await queueTestMail()
    // A process has one worker, and an earlier test has stopped it.
    delete (globalThis as { kindayWorker?: unknown }).kindayWorker
    const starting = startWorker()
    try {
      await expect.poll(() => beats.mock.calls.length).toBeGreaterThan(0)
      // A worker that does not wait would take the mail within this second.
      await new Promise((resolve) => setTimeout(resolve, 1000))
      expect(await jobs()).toEqual([{ locked_by: null }])
      open()
      await expect.poll(addresses).toContain(to)
    } finally {
      open()
      await (await starting).stop()
      beats.mockRestore()
    }
  })

  it('releases jobs of a worker without a lock after several checks, and after an outage only after further checks', async () => {
    const presence = new WorkerPresence()
    presence.add('alive')
    const check = createLockCheck(presence)
    const checks = async (count: number) => {
      for (let n = 0; n < count; n++) await check()
      return (await jobs()).map(({ locked_by }) => locked_by)
    }
    await queueTestMail()
    const lockByDeadWorker = () =>
      db.execute(sql`update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now()`)
    await lockByDeadWorker()
    expect(await checks(MIN_CHECKS - 1)).toEqual(['dead'])
    expect(await checks(1)).toEqual([null])

    await lockByDeadWorker()
    expect(await checks(MIN_CHECKS - 1)).toEqual(['dead'])
    await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'kinday-locks' and datname = current_database()`)
    await expect.poll(() => presence.losses).toBe(1)
    expect(await checks(IGNORED_CHECKS + MIN_CHECKS - 1)).toEqual(['dead'])
    expect(await checks(1)).toEqual([null])
    await presence.end()
  })

  it('releases a job for an administrator while its worker is alive', async () => {
    const presence = new WorkerPresence()
    presence.add('w')
    await presence.beat()
    await queueTestMail()
    await db.execute(sql`update graphile_worker._private_jobs set locked_by = 'w', locked_at = now()`)
    await db.execute(sql`update deliveries set taken_until = now() + interval '1 hour'`)
    const [row] = await db.execute<{ id: string }>(sql`select id::text from graphile_worker._private_jobs`)
    await releaseLock(db, row!.id)
    expect(await jobs()).toMatchObject([{ locked_by: null }])
    // The mail stays locked, since the worker may still send it.
    expect(
      await db.execute(sql`select 1 from deliveries where taken_until is null and outcome = 'queued'`),
    ).toEqual([])
    await presence.end()
  })
})
