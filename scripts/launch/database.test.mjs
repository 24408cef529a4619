import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkDatabase, openDatabase } from './database.mjs'
import { holdDatabase, takeDatabase } from './database-use.mjs'
import { migrate } from './migrate.mjs'
import { refuseBusyPort } from './port.mjs'
import { startPostgres } from './postgres.mjs'

let home
let server
let sql
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kinday-database-'))
  server = await startPostgres({ dataDir: home, password: 'secret' })
  sql = postgres(server.url, { onnotice() {} })
}, 60_000)
afterAll(async () => {
  await sql.end()
  await server.stop()
  rmSync(home, { recursive: true, force: true })
})

const refusal = (promise) =>
  promise.then(
    () => expect.unreachable('it was not refused'),
    (error) => {
      expect(error.name).toBe('Refusal')
      expect(error.message).not.toContain('\n')
      expect(error.message).not.toContain('secret@')
      return error.message
    },
  )
const urlWith = (change) => {
  const url = new URL(server.url)
  change(url)
  return url.href
}
const closedPort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

describe('DATABASE_URL', () => {
  it('uses a working database', async () => {
    const before = process.env.DATABASE_URL
    const database = await openDatabase({ databaseUrl: server.url, dataDir: join(home, 'none') })
    expect(process.env.DATABASE_URL).toBe(server.url)
    await database.stop()
    if (before === undefined) delete process.env.DATABASE_URL
    else process.env.DATABASE_URL = before
    expect(await sql`select 1 as one`).toMatchObject([{ one: 1 }]) // `stop` does not end a database that Kinday did not start
  })

  it('rejects an address that does not answer', async () => {
    const port = await closedPort()
    const url = urlWith((to) => {
      to.port = port
    })
    expect(await refusal(checkDatabase(url))).toBe(
      `No Postgres answers at 127.0.0.1:${port}: start it, or correct DATABASE_URL.`,
    )
  })

  it.each([
    [
      'greets first, as a mail server does',
      (socket) => socket.write('220 mail.example ESMTP\r\n'),
      'is not a Postgres',
    ],
    [
      'answers as a web server does',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'is not a Postgres',
    ],
    ['closes the connection', (socket) => socket.once('data', () => socket.end()), 'is not a Postgres'],
    ['says nothing', () => {}, 'does not answer as a Postgres does'],
  ])('refuses a DATABASE_URL where something listens that %s', async (_, behave, sentence) => {
    const other = createServer(behave)
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address()
    const url = urlWith((to) => {
      to.port = port
    })
    const message = await refusal(checkDatabase(url))
    expect(message).toContain(`127.0.0.1:${port}`)
    expect(message).toContain(sentence)
    other.close()
  })

  it('rejects a wrong password', async () => {
    const url = urlWith((to) => {
      to.password = 'wrong'
    })
    expect(await refusal(checkDatabase(url))).toContain(
      'does not accept the user or password of DATABASE_URL',
    )
    expect(await refusal(checkDatabase(url, home))).toContain(
      `does not accept the password in ${home}/secrets.json`,
    )
  })

  it('rejects a missing database', async () => {
    const url = urlWith((to) => {
      to.pathname = '/caf%C3%A9'
    })
    expect(await refusal(checkDatabase(url))).toContain('There is no database "café" at 127.0.0.1')
  })

  it('rejects a user who may not create tables', async () => {
    await sql.unsafe(`create role guest login password 'secret'`)
    const url = urlWith((to) => {
      to.username = 'guest'
    })
    expect(await refusal(checkDatabase(url))).toContain(
      'The user guest of DATABASE_URL may not create tables',
    )
    await sql.unsafe('grant create on database kinday to guest; grant create on schema public to guest')
    expect(await checkDatabase(url)).toBeUndefined()
  })

  it('rejects an old Postgres', async () => {
    // A session cannot change the server's version, so the function that reads it is replaced.
    await sql.unsafe(`create schema old; create function old.current_setting(text) returns text
      language sql as $$ select '140009' $$`)
    await sql.unsafe('alter role kinday in database kinday set search_path = old, pg_catalog, public')
    expect(await refusal(checkDatabase(server.url))).toContain('is Postgres 14 and Kinday needs 15 or newer')
    await sql.unsafe('alter role kinday in database kinday reset search_path')
  })
})

describe('the lock on the database', () => {
  const RUNNING = /^Kinday is running: stop every app, worker and script/
  const RESTORING = 'A backup is being restored into this database: start again when that is done.'

  it('shares the database lock among apps and workers, and blocks a restore until the last has ended', async () => {
    const releaseApp = await holdDatabase(server.url)
    const releaseWorker = await holdDatabase(server.url)
    await releaseApp()
    expect(await refusal(takeDatabase(server.url))).toMatch(RUNNING)
    await releaseWorker()
    await eventually(async () => (await takeDatabase(server.url))())
  })

  it('blocks apps during a restore', async () => {
    const endRestore = await takeDatabase(server.url)
    expect(await refusal(holdDatabase(server.url))).toBe(RESTORING)
    await endRestore()
    const releaseApp = await eventually(() => holdDatabase(server.url))
    await releaseApp()
  })

  it('retakes the database lock after a lost connection, or reports that a restore holds it', async () => {
    const sentences = []
    const releaseApp = await holdDatabase(server.url, {
      lost: (sentence) => sentences.push(sentence),
      beatMs: 50,
    })
    const disconnect = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kinday-locks'`
    const holders = async () => {
      const rows = await sql`select pid from pg_locks where locktype = 'advisory' and mode = 'ShareLock'`
      return rows.map(({ pid }) => pid)
    }
    const [before] = await holders()
    await disconnect()
    await eventually(async () => {
      const [holder, ...others] = await holders()
      expect(others).toEqual([])
      expect(holder).toBeDefined()
      expect(holder).not.toBe(before)
    })
    expect(await refusal(takeDatabase(server.url))).toMatch(RUNNING)
    expect(sentences).toEqual([])
    const endRestore = await eventually(async () => {
      await disconnect()
      return takeDatabase(server.url)
    })
    await eventually(() => expect(sentences).toContain(RESTORING))
    await releaseApp()
    await endRestore()
  })
})

/** Repeats an attempt until it succeeds, since Postgres ends a session a moment after its connection. */
async function eventually(attempt) {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries > 200) throw error
      await sleep(50)
    }
  }
}

describe('migrations', () => {
  const steps = [
    ['0000_first', 1000, 'create table first (id int)'],
    [
      '0001_second',
      2000,
      'create table second (id int);\n--> statement-breakpoint\ninsert into second values (1)',
    ],
    [
      '0002_wrong',
      3000,
      'create table third (id int);\n--> statement-breakpoint\ninsert into nowhere values (1)',
    ],
  ]
  const folder = (count) => {
    const path = join(home, `migrations-${count}`)
    mkdirSync(join(path, 'meta'), { recursive: true })
    const entries = steps
      .slice(0, count)
      .map(([tag, when], idx) => ({ idx, when, tag, version: '7', breakpoints: true }))
    writeFileSync(
      join(path, 'meta', '_journal.json'),
      JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
    )
    for (const [tag, , text] of steps) writeFileSync(join(path, `${tag}.sql`), text)
    return path
  }
  const has = async (table) => (await sql`select to_regclass(${table}) is not null as has`)[0].has

  it('runs migrations once for concurrent starts, including those of the job queue', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(server.url, folder(2))))
    expect(await sql`select id from second`).toMatchObject([{ id: 1 }])
    expect(await has('graphile_worker.migrations')).toBe(true)
    await migrate(server.url, folder(2))
    expect(await sql`select count(*)::int as rows from drizzle.__drizzle_migrations`).toMatchObject([
      { rows: 2 },
    ])
    expect(await sql`select 1 from pg_locks where locktype = 'advisory'`).toHaveLength(0)
  })

  it('rejects migrating a database that is newer than the checkout', async () => {
    expect(await refusal(migrate(server.url, folder(1)))).toContain('newer version of Kinday')
  })

  it('changes nothing when a migration fails', async () => {
    const sentence = await refusal(migrate(server.url, folder(3)))
    expect(sentence).toContain(
      'could not be updated ("relation "nowhere" does not exist"): nothing was changed',
    )
    expect(await has('third')).toBe(false)
    await migrate(server.url, folder(2)) // the earlier version still starts
  })

  it('rejects migrating from an incomplete checkout', async () => {
    expect(await refusal(migrate(server.url, join(home, 'nowhere')))).toContain(
      'get a complete copy of Kinday',
    )
  })
})

describe('the port of the app', () => {
  it('rejects a port that is in use, with a suggestion', async () => {
    const port = Number(new URL(server.url).port)
    expect(await refusal(refuseBusyPort({ host: '127.0.0.1', port }))).toBe(
      `Port ${port} is in use, perhaps by another Kinday: stop that one, or start with PORT=${port + 1} npm start.`,
    )
    expect(await refuseBusyPort({ host: '127.0.0.1', port: await closedPort() })).toBeUndefined()
  })

  it('rejects a port on an address of another machine', async () => {
    expect(await refusal(refuseBusyPort({ host: '192.0.2.1', port: 3000 }))).toContain(
      'is no address of this machine',
    )
  })
})
