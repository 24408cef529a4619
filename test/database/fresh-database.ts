import postgres from 'postgres'
import { inject } from 'vitest'

/** State that test files in the same process share. `kindayVariables`: the environment before the first file. */
const globals = globalThis as {
  kindayPool?: postgres.Sql
  kindaySettings?: unknown
  kindayVariables?: NodeJS.ProcessEnv
}

// Creates an empty, migrated database for each test file by copying the template.
const template = new URL(inject('postgresUrl'))
const name = `t_${process.pid}`
const admin = new URL(template)
admin.pathname = '/postgres'
const sql = postgres(admin.href, { max: 1, onnotice: () => {} })
// Copying requires that no other session is connected to the template, so test files take turns.
await sql`select pg_advisory_lock(1)`
const [previous] = await sql`select oid from pg_database where datname = ${name}`
if (previous) {
  await globals.kindayPool?.end()
  await sql`select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = ${name}`
  // The old database is renamed and not dropped: dropping would write all databases to the disk.
  await sql.unsafe(`alter database ${name} rename to ${name}_${previous.oid}`)
}
await sql.unsafe(`create database ${name} template kinday`)
await sql.end()
// The old pool is forgotten only now, so that late work for the previous file fails instead of opening a new pool.
globals.kindayPool = undefined

// Settings that the previous test file has changed must not apply to this one. Those of this file apply at once, even if
// late work for the previous file has read the settings in between.
if (!globals.kindayVariables) {
  globals.kindayVariables = { ...process.env }
  process.env = new Proxy(process.env, {
    set: (variables, name, value) => {
      globals.kindaySettings = undefined
      return Reflect.set(variables, name, value)
    },
  })
}
globals.kindaySettings = undefined
for (const name of Object.keys(process.env)) if (!(name in globals.kindayVariables)) delete process.env[name]
const url = new URL(template)
url.pathname = `/${name}`
Object.assign(process.env, globals.kindayVariables, {
  DATABASE_URL: url.href,
  DATABASE_POOL: '4',
  CHECK_OUTPUTS: '1',
  AUTH_SECRET: 'a secret of tests, long enough',
  ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  // No server listens on this port: commands must not depend on delivered pings.
  PUSHER_APP_ID: 'test',
  PUSHER_KEY: 'test',
  PUSHER_SECRET: 'test',
  PUSHER_HOST: '127.0.0.1',
  PUSHER_PORT: '9',
  PUSHER_EMBEDDED: '1',
})
