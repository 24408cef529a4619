import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../launch/migrate.mjs'
import { startPostgres } from '../launch/postgres.mjs'
import { ROOT } from '../launch/root.mjs'
import { fill, readContent, withConnection } from './backup.test.data.mjs'
import { verifyBackup } from './read.mjs'
import { holdsAccounts, restoreBackup } from './restore.mjs'
import { migrationsIn } from './tables.mjs'
import { writeBackup } from './write.mjs'

const migrations = join(ROOT, 'db', 'migrations')
const secrets = { AUTH_SECRET: 'signs', ENCRYPTION_KEY: 'locks' }
let home
let server
let file
let nameCount = 0

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kinday-backup-'))
  server = await startPostgres({ dataDir: home, password: 'secret' })
  await migrate(server.url)
  await withConnection(server.url, fill)
  file = path()
  await writeBackup({ url: server.url, file, migrations, secrets, version: '0.1.0' })
}, 60_000)
afterAll(async () => {
  await server.stop()
  rmSync(home, { recursive: true, force: true })
})

const path = () => join(home, 'backups', `${++nameCount}.tar.gz`)
async function createDatabase() {
  const name = `restored_${++nameCount}`
  await withConnection(server.url, (sql) => sql.unsafe(`create database ${name}`))
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return url.href
}
/** Creates a copy of the filled database, which takes less time than restoring a backup. */
async function copyFilledDatabase() {
  const name = `filled_${++nameCount}`
  const url = new URL(server.url)
  const template = url.pathname.slice(1)
  url.pathname = '/postgres'
  await withConnection(url.href, (sql) => sql.unsafe(`create database ${name} template ${template}`))
  url.pathname = `/${name}`
  return url.href
}
async function restore(from = file, url) {
  url ??= await createDatabase()
  const { about } = await verifyBackup(from)
  await restoreBackup({ url, file: from, about, migrations })
  return url
}
const refusal = (promise) =>
  promise.then(
    () => expect.unreachable('it was not refused'),
    (error) => {
      expect(error.name, error.stack).toBe('Refusal')
      return error.message
    },
  )
/** Returns an archive whose contents were edited by hand. */
function editArchive(change) {
  const copy = path()
  writeFileSync(copy, gzipSync(change(gunzipSync(readFileSync(file)))))
  return copy
}

describe('backup', () => {
  it('contains every row of every table and restores them into an empty database', async () => {
    const { rows, about } = await verifyBackup(file)
    const before = await readContent(server.url)
    expect(await readContent(await restore())).toEqual(before)
    const ownTables = Object.entries(before).filter(([name]) => !name.startsWith('drizzle.'))
    expect(about.tables.map(({ name }) => name).sort()).toEqual(ownTables.map(([name]) => name).sort())
    expect(rows).toBe(ownTables.reduce((sum, [, table]) => sum + table.rows, 0))
    expect(about).toMatchObject({ secrets, migration: migrationsIn(migrations).at(-1).tag })
  })

  it('writes a backup readable by its owner only, and by any tar program', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const listed = execFileSync('tar', ['tzf', file]).toString().split('\n')
    expect(listed[0]).toBe('backup.json')
    expect(listed).toContain('parts.json')
    expect(listed.filter((name) => name.includes('public.events/')).length).toBeGreaterThan(1)
  })

  it('restores identity columns with their next value', async () => {
    const url = await restore()
    await withConnection(url, (sql) => sql`select graphile_worker.add_job('purge', '{}')`)
    const [{ ids, last }] = await withConnection(
      url,
      (sql) =>
        sql`select count(distinct id)::int as ids, max(id)::int as last from graphile_worker._private_jobs`,
    )
    expect({ ids, last }).toEqual({ ids: 3, last: 3 })
  })

  it('contains one snapshot despite concurrent writes', async () => {
    const url = await copyFilledDatabase()
    const before = await readContent(url)
    const copy = path()
    let writing
    // The backup has read `users` and waits for `events` while rows are deleted.
    await withConnection(url, (sql) =>
      sql.begin(async (tx) => {
        await tx`lock table events in access exclusive mode`
        writing = writeBackup({ url, file: copy, migrations, secrets, version: '0.1.0' })
        await expect
          .poll(() =>
            withConnection(
              url,
              (other) => other`select 1 from pg_stat_activity
                where application_name = 'kinday-backup' and wait_event_type = 'Lock'`,
            ),
          )
          .toHaveLength(1)
        await tx`delete from placements`
        await tx`delete from events`
      }),
    )
    await writing
    expect((await readContent(url))['public.events'].rows).toBe(0)
    expect(await readContent(await restore(copy))).toEqual(before)
  })

  it('unlocks jobs that a worker had locked', async () => {
    const url = await copyFilledDatabase()
    const copy = path()
    await withConnection(
      url,
      (sql) => sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'gone'`,
    )
    await writeBackup({ url, file: copy, migrations, secrets, version: '0.1.0' })
    expect(await readContent(await restore(copy))).toEqual(await readContent(server.url))
  })

  it('migrates a backup of an older version', async () => {
    const url = await createDatabase()
    const { about } = await verifyBackup(file)
    // Contains the tables of the first migrations, and a row.
    const old = await olderBackup(url)
    expect(old.about.migration).not.toBe(about.migration)
    const current = await restore(old.file)
    const [user] = await withConnection(current, (sql) => sql`select email, instance_admin from users`)
    expect(user).toEqual({ email: 'old@example.org', instance_admin: true })
    // The database may have been started by a newer version if no account exists yet.
    const started = await createDatabase()
    await migrate(started)
    expect(await holdsAccounts(started)).toBe(false)
    await restore(old.file, started)
    expect(await readContent(started)).toEqual(await readContent(current))
    expect(await holdsAccounts(started)).toBe(true)
  })

  it('replaces the rows of a filled database', async () => {
    const url = await copyFilledDatabase()
    await withConnection(url, (sql) => sql`update users set name = 'Other'`)
    await restore(file, url)
    expect(await readContent(url)).toEqual(await readContent(server.url))
  })

  it('does not overwrite a backup, nor leave an incomplete one', async () => {
    expect(await refusal(writeBackup({ url: server.url, file, migrations, secrets, version: '' }))).toContain(
      'is there already',
    )
    const empty = await createDatabase()
    const unwritten = path()
    expect(
      await refusal(writeBackup({ url: empty, file: unwritten, migrations, secrets, version: '' })),
    ).toContain('no tables of Kinday')
    expect(readdirSync(join(home, 'backups')).filter((name) => name.includes('.part'))).toEqual([])
  })
})

async function olderBackup(url) {
  const folder = join(home, 'older-migrations')
  cpSync(migrations, folder, { recursive: true })
  const journal = join(folder, 'meta', '_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8'))
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 2) }))
  await migrate(url, folder)
  await withConnection(
    url,
    (sql) => sql`insert into users (id, email, name) values (gen_random_uuid(), 'old@example.org', 'Old')`,
  )
  const old = path()
  await writeBackup({ url, file: old, migrations, secrets, version: '0.0.9' })
  return { file: old, ...(await verifyBackup(old)) }
}

describe('verification of a backup', () => {
  it('rejects a missing file and files that are no backup', async () => {
    expect(await refusal(verifyBackup(join(home, 'nowhere')))).toContain('There is no file')
    expect(await refusal(verifyBackup(home))).toContain('is a folder')
    const other = path()
    for (const [bytes, sentence] of [
      [Buffer.from('hello'), 'is no backup of Kinday'],
      [gzipSync('hello'), 'is cut short'],
      [gzipSync('hello'.repeat(500)), 'is no backup of Kinday'],
      [Buffer.alloc(0), 'is cut short'],
    ]) {
      writeFileSync(other, bytes)
      expect(await refusal(verifyBackup(other))).toContain(sentence)
    }
  })

  it('rejects a truncated file', async () => {
    const whole = readFileSync(file)
    for (const part of [0.1, 0.5, 0.9, 0.999]) {
      const cut = path()
      writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * part)))
      expect(await refusal(verifyBackup(cut))).toContain('is cut short')
    }
    // Compressed again, so that only the content shows that it is truncated.
    expect(
      await refusal(verifyBackup(editArchive((tar) => tar.subarray(0, tar.length - 1024 - 5000)))),
    ).toContain('cut short')
  })

  it('rejects a file with one changed byte', async () => {
    const broken = editArchive((tar) => {
      const at = tar.indexOf('19@example.org')
      tar[at] = 50
      return tar
    })
    expect(await refusal(verifyBackup(broken))).toMatch(
      /broken: tables\/\d+-public\.users\/000001\.copy is not what/,
    )
    const disk = path()
    const bytes = readFileSync(file)
    bytes[Math.floor(bytes.length / 2)] ^= 255
    writeFileSync(disk, bytes)
    expect(await refusal(verifyBackup(disk))).toContain('broken')
  })

  it('rejects unknown column names, which would be inserted into SQL', async () => {
    const url = await createDatabase()
    const { about } = await verifyBackup(file)
    const tables = about.tables.map((table) =>
      table.name === 'public.users'
        ? { ...table, columns: ["id) from program 'true' --", ...table.columns.slice(1)] }
        : table,
    )
    expect(await refusal(restoreBackup({ url, file, about: { ...about, tables }, migrations }))).toContain(
      'a column that is not known here: public.users',
    )
  })

  it('rejects a backup of a newer version', async () => {
    const newer = editArchive((tar) =>
      Buffer.from(tar.toString('latin1').replace('"format": 1', '"format": 9'), 'latin1'),
    )
    expect(await refusal(verifyBackup(newer))).toContain('newer version of Kinday')
    const { about } = await verifyBackup(file)
    expect(
      await refusal(
        restoreBackup({
          url: await createDatabase(),
          file,
          about: { ...about, migration: '9999_later' },
          migrations,
        }),
      ),
    ).toContain('newer version of Kinday')
  })
})

it('rolls back the restore when a table rejects its rows', async () => {
  const url = await copyFilledDatabase()
  await withConnection(url, (sql) => sql`update instance set version = 99`)
  await withConnection(
    url,
    (sql) => sql`alter table placements add constraint never check (calendar_id is null) not valid`,
  )
  const { about } = await verifyBackup(file)
  expect(await refusal(restoreBackup({ url, file, about, migrations }))).toMatch(
    /public\.placements could not be filled \(".*violates check constraint.*nothing was restored/,
  )
  expect(await withConnection(url, (sql) => sql`select version from instance`)).toMatchObject([
    { version: 99 },
  ])
})
