import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'

/** Each test file gets a database of its own, migrated and empty: a copy of the template, made in a moment. */
const template = new URL(inject('postgresUrl'))
const name = `t_${randomBytes(6).toString('hex')}`
const admin = new URL(template)
admin.pathname = '/postgres'
const sql = postgres(admin.href, { max: 1, onnotice: () => {} })
// Copying needs the template to itself: files that start together take turns.
await sql`select pg_advisory_lock(1)`
await sql.unsafe(`create database ${name} template kinday`)
await sql.end()

const own = new URL(template)
own.pathname = `/${name}`
Object.assign(process.env, {
  DATABASE_URL: own.href,
  DATABASE_POOL: '4',
  AUTH_SECRET: 'a secret of tests, long enough',
  // Nobody listens there: commands must not depend on their pings being taken.
  PUSHER_APP_ID: 'test',
  PUSHER_KEY: 'test',
  PUSHER_SECRET: 'test',
  PUSHER_HOST: '127.0.0.1',
  PUSHER_PORT: '9',
  PUSHER_EMBEDDED: '1',
})
