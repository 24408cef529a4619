import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { connections } from '@/db/schema/connections'
import { decryptCredentials, encryptCredentials } from '@/lib/access/credentials'
import { credentialsContext } from '@/lib/commands/rows/connections'
import { makeUser } from '@/test/database/fixtures'
import { insertGoogleConnection, pointToGoogleStub } from '@/test/database/google-account'
import { startGoogleCalendar } from '@/test/servers/google-calendar/server'
import { type OAuthCredentials, openConnector } from './open-connector'

const stub = await startGoogleCalendar()
pointToGoogleStub(stub)
afterAll(() => stub.close())
beforeEach(() => {
  stub.tokens.clear()
  stub.isRevoked = false
})

const signal = new AbortController().signal

async function connectionWith(access_token: string, expiry_date = Date.now() + 3_600_000) {
  const user = await makeUser('Ada')
  return insertGoogleConnection(user.id, { access_token, expiry_date })
}

async function stored(id: string) {
  const [row] = await db.select().from(connections).where(eq(connections.id, id))
  return { row: row!, ...(decryptCredentials(row!, credentialsContext(id)) as OAuthCredentials) }
}

it('stores the token that replaces a refused one, and keeps the refresh token', async () => {
  const id = await connectionWith('expired')
  const connector = await openConnector((await stored(id)).row)
  await connector.listCalendars(signal)
  const { tokens } = await stored(id)
  expect(stub.tokens).toContain(tokens.access_token)
  expect(tokens.refresh_token).toBe('refresh')
})

it('refreshes a token that expires within minutes before it is used', async () => {
  stub.tokens.add('old')
  const id = await connectionWith('old', Date.now() + 60_000)
  const before = stub.requests.length
  await (await openConnector((await stored(id)).row)).listCalendars(signal)
  expect(stub.requests.slice(before).map(({ path }) => path)).toEqual([
    '/token',
    '/calendar/v3/users/me/calendarList',
  ])
})

it('stores every token that a connector gets, not only the first', async () => {
  const id = await connectionWith('expired')
  const connector = await openConnector((await stored(id)).row)
  await connector.listCalendars(signal)
  const first = (await stored(id)).tokens.access_token
  stub.tokens.clear()
  await connector.listCalendars(signal)
  const second = (await stored(id)).tokens.access_token
  expect(second).not.toBe(first)
  expect(stub.tokens).toContain(second)
})

it('does not replace the tokens of a new sign-in with refreshed old ones', async () => {
  const id = await connectionWith('expired')
  const connector = await openConnector((await stored(id)).row)
  const tokens = { access_token: 'new', refresh_token: 'new', expiry_date: 0 }
  await db
    .update(connections)
    .set(encryptCredentials({ tokens }, credentialsContext(id)))
    .where(eq(connections.id, id))
  await connector.listCalendars(signal)
  expect((await stored(id)).tokens).toEqual(tokens)
})

it('asks for a new sign-in after the consent was withdrawn', async () => {
  const id = await connectionWith('expired')
  stub.isRevoked = true
  const connector = await openConnector((await stored(id)).row)
  await expect(connector.listCalendars(signal)).rejects.toMatchObject({ problem: 'sign-in-needed' })
})

it('reports credentials that no key decrypts', async () => {
  const { row } = await stored(await connectionWith('any'))
  await expect(openConnector({ ...row, keyId: '00000000' })).rejects.toMatchObject({ problem: 'key-missing' })
})
