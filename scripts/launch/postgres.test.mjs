import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres } from './postgres.mjs'
import { isAlive } from './processes.mjs'

const password = 'p/w @ü'
const module = new URL('postgres.mjs', import.meta.url).href
let home
let dataDir
let bystander

// All tests use the same cluster, and leave it stopped with its rows.
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kinday-postgres-'))
  dataDir = join(home, 'data')
  mkdirSync(dataDir)
  const { url, stop, adopted } = await start()
  expect(adopted).toBe(false)
  await query(url, (sql) => sql`create table kept (word text)`)
  await stop()
}, 60_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

const start = (options) => startPostgres({ dataDir, password, ...options })

async function query(url, act) {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    return await act(sql)
  } finally {
    await sql.end()
  }
}
const add = (url, word) => query(url, (sql) => sql`insert into kept values (${word})`)
const words = (url) => query(url, async (sql) => (await sql`select word from kept`).map((row) => row.word))

/** Starts Postgres from another process, which then waits to be killed. */
async function startInOtherProcess() {
  const options = JSON.stringify({ dataDir, password })
  const code = `
    const { startPostgres } = await import(${JSON.stringify(module)})
    const { url, pid, adopted } = await startPostgres(${options})
    console.log(JSON.stringify({ url, pid, adopted }))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  return { ...JSON.parse(line), child }
}

async function waitUntilEnded(pid) {
  while (isAlive(pid)) await sleep(10)
}

const refusal = (promise) =>
  promise.then(
    () => expect.unreachable('it was not refused'),
    (error) => {
      expect(error.name).toBe('Refusal')
      expect(error.message).not.toContain('\n')
      return error.message
    },
  )

describe('the embedded Postgres', { timeout: 60_000 }, () => {
  it('supports non-ASCII letters, requires its password and listens on loopback only', async () => {
    const { url, stop } = await start()
    const [row] = await query(
      url,
      (sql) => sql`select upper('é') as e, current_setting('listen_addresses') as at`,
    )
    expect(row).toEqual({ e: 'É', at: '127.0.0.1' })
    const wrong = url.replace(encodeURIComponent(password), 'wrong')
    await expect(words(wrong)).rejects.toMatchObject({ code: '28P01' })
    await stop()
  })

  it('restarts with its rows on its port, and stops without a leftover process', async () => {
    const first = await start()
    await add(first.url, 'warm')
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
    const second = await start()
    expect(second.url).toBe(first.url)
    expect(await words(second.url)).toContain('warm')
    await second.stop()
    expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'postgres.log', 'postgres.port'])
  })

  it('stops when its parent is killed, and keeps the rows', async () => {
    const { url, pid, child } = await startInOtherProcess()
    await add(url, 'before the kill')
    child.kill('SIGKILL')
    await waitUntilEnded(pid)
    const next = await start()
    expect(next.adopted).toBe(false)
    expect(await words(next.url)).toContain('before the kill')
    await next.stop()
  })

  it('recovers after Postgres itself was killed', async () => {
    const { url, pid, child } = await startInOtherProcess()
    await add(url, 'before both were killed')
    process.kill(pid, 'SIGKILL')
    child.kill('SIGKILL')
    await waitUntilEnded(pid)
    const next = await start()
    expect(await words(next.url)).toContain('before both were killed')
    await next.stop()
  })

  it('adopts a Postgres that another process runs, and leaves it running', async () => {
    const { url, pid, child } = await startInOtherProcess()
    const adopted = await start()
    expect(adopted).toMatchObject({ url, pid, adopted: true })
    await adopted.stop()
    expect(isAlive(pid)).toBe(true)
    child.kill('SIGKILL')
    await waitUntilEnded(pid)
  })

  it('notifies the process that started it, or adopted it, when it ends', async () => {
    const ownOutcome = await new Promise((resolve) => {
      start({ lost: () => resolve('lost') }).then(({ pid }) => process.kill(pid, 'SIGINT'))
    })
    expect(ownOutcome).toBe('lost')
    const { child } = await startInOtherProcess()
    const adopted = await new Promise((resolve) => {
      start({ lost: () => resolve('lost') }).then(() => child.kill('SIGKILL'))
    })
    expect(adopted).toBe('lost')
  })

  it('starts once for concurrent starts', async () => {
    const started = await Promise.all([start(), start(), start()])
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(1)
    expect(started.filter(({ adopted }) => !adopted)).toHaveLength(1)
    for (const { stop } of started.sort((a, b) => b.adopted - a.adopted)) await stop()
  })

  it.each([
    ['this program', () => process.pid],
    ['a program that only names the folder', () => bystander.pid],
    ['no program', () => 999_999_999],
  ])('ignores an old postmaster.pid with the process id of %s', async (_, pid) => {
    bystander = spawn(process.execPath, [
      '-e',
      'setInterval(() => {}, 1000)',
      '--',
      '-D',
      join(dataDir, 'postgres'),
    ])
    const stale = `${pid()}\n${join(dataDir, 'postgres')}\n1\n5432\n\n127.0.0.1\n\nready   \n`
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), stale, { mode: 0o600 })
    const { adopted, url, stop } = await start()
    bystander.kill()
    expect(adopted).toBe(false)
    expect(await words(url)).toContain('warm')
    await stop()
  })

  it('does not adopt the Postgres of another data folder', async () => {
    const { pid, child } = await startInOtherProcess()
    const other = join(home, 'other')
    mkdirSync(join(other, 'postgres'), { recursive: true })
    const pidFile = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'))
    writeFileSync(join(other, 'postgres', 'postmaster.pid'), pidFile)
    // This error shows that it did not adopt the running one: the data in the folder is of another major version.
    writeFileSync(join(other, 'postgres', 'PG_VERSION'), '9')
    expect(await refusal(start({ dataDir: other }))).toContain('was written by Postgres 9')
    child.kill('SIGKILL')
    await waitUntilEnded(pid)
  })

  it('takes another port when its own is taken', async () => {
    const before = await start()
    await before.stop()
    const blocker = createServer().listen(Number(new URL(before.url).port), '127.0.0.1')
    await once(blocker, 'listening')
    const after = await start()
    blocker.close()
    expect(new URL(after.url).port).not.toBe(new URL(before.url).port)
    expect(await words(after.url)).toContain('warm')
    await after.stop()
  })

  it('leaves no incomplete folder when it is killed during creation', async () => {
    const fresh = join(home, 'fresh')
    mkdirSync(fresh)
    const code = `(await import(${JSON.stringify(module)})).startPostgres(${JSON.stringify({ dataDir: fresh, password })})`
    const child = execFile(process.execPath, ['--input-type=module', '-e', code], () => {})
    while (!readdirSync(fresh).some((name) => name.startsWith('postgres.making-'))) await sleep(5)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(existsSync(join(fresh, 'postgres'))).toBe(false)
    const { url, stop } = await start({ dataDir: fresh })
    expect(await query(url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }])
    await stop()
    expect(readdirSync(fresh).sort()).toEqual(['postgres', 'postgres.log', 'postgres.port'])
  })

  it('rejects data of another major version without changing it', async () => {
    const version = join(dataDir, 'postgres', 'PG_VERSION')
    const original = readFileSync(version, 'utf8')
    writeFileSync(version, '15\n')
    const sentence = await refusal(start())
    expect(sentence).toMatch(
      /was written by Postgres 15 and this Kinday brings Postgres \d+: start the Kinday that wrote/,
    )
    expect(readFileSync(version, 'utf8')).toBe('15\n')
    writeFileSync(version, original)
  })

  it('reports a failed start with the reason from its log', async () => {
    const control = join(dataDir, 'postgres', 'global', 'pg_control')
    renameSync(control, `${control}.away`)
    // The log of earlier starts is kept, and is not taken for the reason.
    const log = join(dataDir, 'postgres.log')
    appendFileSync(log, 'FATAL:  could not bind IPv4 address: Address already in use\n')
    expect(await refusal(start())).toMatch(/did not start \(".+"\): see .*postgres\.log/)
    expect(readFileSync(log, 'utf8')).toContain('Address already in use')
    renameSync(`${control}.away`, control)
  })

  it('rejects a folder without write permission', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'kinday-closed-'))
    const code = `
      const { loadSettings } = await import(${JSON.stringify(new URL('settings.mjs', import.meta.url).href)})
      try { loadSettings({ root: ${JSON.stringify(closed)}, env: {} }) } catch (error) { console.log(error.message) }`
    // Root can write anywhere, so `nobody` runs it as root; other users remove their own write permission.
    const identity = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {}
    chmodSync(closed, 0o555)
    const output = await new Promise((resolve) =>
      execFile(
        process.execPath,
        ['--input-type=module', '-e', code],
        { ...identity, cwd: '/' },
        (_, out, error) => resolve(out + error),
      ),
    )
    rmSync(closed, { recursive: true })
    expect(output).toContain(
      `${closed}/.data (permission denied): make that folder writable, or start with DATA_DIR=`,
    )
  })
})
