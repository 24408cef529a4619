import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { decryptCredentials } from '@/lib/access/credentials'
import { credentialsContext } from '@/lib/commands/rows/connections'
import { as, codeOf, makeUser, type TestUser } from '@/test/database/fixtures'
import { insertGoogleBinding } from '@/test/database/google-account'
import { addConnection } from './connections'

it('replaces the credentials of an account that is connected again, and continues the syncs that lacked them', async () => {
  const anna = await makeUser('anna')
  const id = await connect(anna, 'anna@gmail.test', 'first')
  await db.update(connections).set({ problem: 'sign-in-needed' }).where(eq(connections.id, id))
  const stopped = { direction: 'pull', state: 'stopped', nextRunAt: null } as const
  await insertGoogleBinding(id, anna.calendar, {
    ...stopped,
    remoteId: 'signed out',
    problem: 'sign-in-needed',
  })
  await insertGoogleBinding(id, anna.calendar, { ...stopped, remoteId: 'deleted', problem: 'calendar-gone' })
  const paused = { ...stopped, state: 'paused' } as const
  await insertGoogleBinding(id, anna.calendar, { ...paused, remoteId: 'paused', problem: 'sign-in-needed' })

  expect(await connect(anna, 'anna@gmail.test', 'second')).toBe(id)
  const [connection] = await db.select().from(connections).where(eq(connections.id, id))
  expect(connection!.problem).toBeNull()
  expect(decryptCredentials(connection!, credentialsContext(id))).toEqual({ secret: 'second' })
  const rows = await db.select().from(bindings).where(eq(bindings.connectionId, id))
  expect(
    Object.fromEntries(rows.map(({ remoteId, state, nextRunAt }) => [remoteId, [state, nextRunAt !== null]])),
  ).toEqual({ 'signed out': ['active', true], deleted: ['stopped', false], paused: ['paused', false] })
})

it('keeps separate connections when two users connect the same account', async () => {
  const [anna, ben] = [await makeUser('anna'), await makeUser('ben')]
  expect(await connect(anna, 'shared@gmail.test')).not.toBe(await connect(ben, 'shared@gmail.test'))
})

it('rejects accounts beyond the limit, but connects a known account again', async () => {
  const anna = await makeUser('anna')
  const others = Array.from({ length: 49 }, (_, index) => `${index + 1}@gmail.test`)
  const unused = { kind: 'google' as const, credentials: Buffer.alloc(0), keyId: '' }
  await connect(anna, '0@gmail.test')
  await db
    .insert(connections)
    .values(others.map((account) => ({ id: randomUUID(), userId: anna.id, account, ...unused })))
  expect(await codeOf(connect(anna, 'another@gmail.test'))).toBe('INVALID')
  await connect(anna, '0@gmail.test')
})

it('stores no credentials in the changes', async () => {
  const anna = await makeUser('anna')
  const { changeset } = await as(anna).run(addConnection, {
    ...{ kind: 'google', account: 'anna@gmail.test', credentials: { secret: 'not in the log' } },
  })
  const rows = await db.execute(`select before, after from changes where changeset_id = '${changeset}'`)
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain('not in the log')
})

async function connect(user: TestUser, account: string, secret = 'secret'): Promise<string> {
  const { result } = await as(user).run(addConnection, {
    ...{ kind: 'google', account, credentials: { secret } },
  })
  return result.id
}
