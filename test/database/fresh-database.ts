import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'

// Creates an empty, migrated database for each test file by copying the template.
const template = new URL(inject('postgresUrl'))
const name = `t_${randomBytes(6).toString('hex')}`
const admin = new URL(template)
admin.pathname = '/postgres'
const sql = postgres(admin.href, { max: 1, onnotice: () => {} })
// Copying requires that no other session is connected to the template, so test files take turns.
await sql`select pg_advisory_lock(1)`
await sql.unsafe(`create database ${name} template kinday`)
await sql.end()

const url = new URL(template)
url.pathname = `/${name}`
Object.assign(process.env, {
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
