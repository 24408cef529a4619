import { afterAll, beforeAll, expect, it } from 'vitest'
import { inProcessClients } from '@/test/clients/in-process'
import { connectToTestDatabase } from '@/test/database/connection'
import { ROUTES } from './operations'
import { type ClientRole, createRoleClients, makeScenario, type RoleClients, type Scenario } from './scenario'

const sql = connectToTestDatabase()

let callers: RoleClients
let scenario: Scenario

beforeAll(async () => {
  const clients = await createRoleClients(inProcessClients)
  callers = clients.callers
  scenario = await makeScenario(sql, callers, clients.emails)
  await sql`update events set read_only = 'one-way' where id = ${scenario.event}`
})
afterAll(() => sql.end())

/** Returns the answers of all routes that read, as one text. */
async function everythingReadBy(role: ClientRole): Promise<string> {
  const texts: string[] = []
  for (const route of ROUTES.filter(({ method }) => method === 'GET'))
    texts.push((await callers[role].get(route.path(scenario))).text)
  return texts.join('\n')
}

/** The account and the remote calendar of the owner (scenario.ts). */
const OF_OWNER = ['zq-account', 'Zq remote', 'Zq entry']

it('shows a connected account and its calendars to their user only', async () => {
  expect(await everythingReadBy('owner')).toContain('zq-account')
  const text = await everythingReadBy('admin')
  for (const secret of OF_OWNER) expect(text).not.toContain(secret)
  // Readers of the calendar learn from which provider it comes, and that its events are read-only.
  expect(text).toContain('["google","Zq owner"]')
  expect(text).toContain('one-way')
})

it('shows users with a free/busy share, strangers and visitors nothing of a sync', async () => {
  for (const role of ['sharee', 'stranger', 'nobody'] as const) {
    const text = await everythingReadBy(role)
    for (const secret of [...OF_OWNER, 'google', 'one-way']) expect(text, role).not.toContain(secret)
  }
})
