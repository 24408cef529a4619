import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventIn } from '@/test/access/scenario'
import type { ApiClient } from '@/test/clients/api-client'
import { inProcessClients } from '@/test/clients/in-process'
import { connectToTestDatabase } from '@/test/database/connection'
import { runCommand } from './commands'

const sql = connectToTestDatabase()
let anna: ApiClient
let annaId: string
let calendar: string

beforeAll(async () => {
  const signedUp = await inProcessClients.signedUp('Anna')
  anna = signedUp.client
  const [row] = await sql`select users.id, calendars.id as calendar from users
    join calendars on owner_user_id = users.id where email = ${signedUp.email}`
  annaId = row!.id
  calendar = row!.calendar
})
afterAll(() => sql.end())

const create = async (body: object) => {
  const { status, text } = await anna.post('/api/commands/createEvent', body)
  return { status, ...JSON.parse(text) }
}

it('creates an event once when a request is sent twice with the same key', async () => {
  const body = { input: eventIn(calendar, 'Dentist'), key: randomUUID(), user: annaId }
  const [first, second] = [await create(body), await create(body)]
  expect(first).toMatchObject({ status: 200, ok: true, result: { id: expect.any(String) } })
  expect(second.result).toEqual(first.result)
  expect(await sql`select 1 from events where title = 'Dentist'`).toHaveLength(1)
})

it('answers 409 CONFLICT to an edit of a stale version that changes the same field', async () => {
  const { result } = await create({ input: eventIn(calendar, 'Lunch'), key: randomUUID() })
  const edit = (title: string) =>
    anna.post('/api/commands/updateEvent', {
      ...{ input: { id: result.id, version: 1, patch: { title } }, key: randomUUID() },
    })
  expect((await edit('Brunch')).status).toBe(200)
  const { status, text } = await edit('Dinner')
  expect(status).toBe(409)
  expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } })
})

it('answers 401 to a request that names another user than the signed-in one', async () => {
  const body = { input: eventIn(calendar, 'Theirs'), key: randomUUID(), user: randomUUID() }
  expect(await create(body)).toMatchObject({ status: 401, error: { code: 'SIGNED_OUT' } })
  expect(await sql`select 1 from events where title = 'Theirs'`).toHaveLength(0)
})

it('refuses a request without an Origin header', async () => {
  const request = new Request('http://localhost/api/commands/createEvent', { method: 'POST', body: '{}' })
  const attempt = runCommand(request, { params: Promise.resolve({ name: 'createEvent' }) })
  await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
