import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { causeOf } from '@/lib/log'
import { db, type Tx } from './client'
import { users } from './schema/users'

const SECRET = 'anna-secret'
const email = `${SECRET}@example.org`

async function failure(query: Promise<unknown>): Promise<Error> {
  return query.then(
    () => expect.unreachable('the query did not fail'),
    (error: Error) => error,
  )
}

const insertTwice = async (tx: Tx) => {
  for (let times = 0; times < 2; times++)
    await tx.insert(users).values({ id: randomUUID(), email, name: SECRET })
}

it.each([
  ['a unique key', () => db.transaction(insertTwice), '23505'],
  ['a wrong type', () => db.execute(sql`select * from users where id = ${SECRET}::text::uuid`), '22P02'],
  [
    'a null',
    () => db.execute(sql`insert into users (id, email, name) values (null, ${email}, ${SECRET})`),
    '23502',
  ],
  ['an exception', () => db.execute(sql`select ${SECRET}::text, 1 / (length(${SECRET}) - 11)`), '22012'],
])('removes user texts from the error of a query that fails because of %s', async (_, query, code) => {
  const error = await failure(query())
  for (const text of [
    inspect(error, { showHidden: true, depth: 9 }),
    error.stack,
    String(error),
    JSON.stringify(error),
  ])
    expect(text).not.toContain(SECRET)
  expect(inspect(error)).not.toMatch(/params|query:/)
  expect(error.cause).toMatchObject({ code })
  expect(error.message).toMatch(/^(duplicate key|invalid input|null value|division by zero).* in the query /)
  expect(error.stack).toContain('redact.db.test')
  expect(causeOf(error)).not.toContain('in the query')
})
