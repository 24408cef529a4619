import { randomUUID } from 'node:crypto'
import { chownSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explainText } from './postgres-errors.mjs'
import { run } from './run.mjs'
import { Refusal, say } from './say.mjs'

const INCOMPLETE_PREFIX = 'postgres.making-'

/**
 * Creates the data folder of Postgres with the database `kinday`, unless it exists. It is created under another name
 * and then renamed, so a crash leaves no incomplete folder.
 */
export async function ensureCluster({ home, folder, password, binaries, user }) {
  const major = read(join(folder, 'PG_VERSION'))
  if (major === binaries.major) return
  if (major) {
    throw new Refusal(
      `The data in ${folder} was written by Postgres ${major} and this Kinday brings Postgres ${binaries.major}: start the Kinday that wrote it, or run your own Postgres ${major} on it and set DATABASE_URL.`,
    )
  }

  say('Creating the database…')
  for (const name of readdirSync(home)) {
    if (name.startsWith(INCOMPLETE_PREFIX)) rmSync(join(home, name), { recursive: true, force: true })
  }
  const temporary = join(home, `${INCOMPLETE_PREFIX}${randomUUID()}`)
  try {
    await createCluster({ home, temporary, password, binaries, user })
    renameSync(join(temporary, 'data'), folder)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

async function createCluster({ home, temporary, password, binaries, user }) {
  const data = join(temporary, 'data')
  const passwordFile = join(temporary, 'password')
  mkdirSync(temporary, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  const { uid, gid } = user.identity
  if (uid !== undefined) for (const path of [temporary, passwordFile]) chownSync(path, uid, gid)

  const options = { ...user.identity, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } }
  const step = async (program, args, input) => {
    const [command, ...programArgs] = [...user.wrap, program, ...args]
    const { code, output } = await run(command, programArgs, { ...options, input })
    // A single-user Postgres exits with 0 after a failed command.
    if (code !== 0 || /^.*(ERROR|FATAL|PANIC):/m.test(output))
      throw new Refusal(explainText(output, { folder: home, user }))
  }
  // Postgres' own C.UTF-8 sorts the same on every system; libc's is not available everywhere.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=kinday', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  await step(binaries.initdb, ['-D', data, ...locale, ...access])
  await step(binaries.postgres, ['--single', '-D', data, 'postgres'], 'CREATE DATABASE kinday\n')
}

function read(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    if (error.code !== 'EACCES') throw error
    throw new Refusal(
      `The database in ${path} belongs to another user: start Kinday as that user, or with DATA_DIR=/another/folder.`,
    )
  }
}
