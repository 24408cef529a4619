import { expect, test } from '@playwright/test'
import { OPERATIONS, ROUTES } from '@/test/access/operations'
import type { Endpoint } from '@/test/access/outcomes'
import { ADMIN_PAGES, PAGES } from '@/test/access/pages'
import {
  CLIENT_ROLES,
  type ClientRole,
  createRoleClients,
  makeInstanceAdmin,
  PASSWORD,
  type RoleClients,
  type Scenario,
} from '@/test/access/scenario'
import { ScenarioPool } from '@/test/access/scenario-pool'
import type { ActionResponse } from '@/test/clients/api-client'
import { BASE, builtActions, connectToServerDatabase, httpClients } from '@/test/clients/over-http'

/**
 * The access matrix over HTTP: every page for each role, and every action and route for a stranger and for a client
 * that is signed out. All roles of actions and routes are in test/access/access.db.test.ts.
 */
test.describe.configure({ mode: 'default' })

const OUTSIDERS = ['stranger', 'nobody'] as const

let callers: RoleClients
let emails: Scenario['emails']
let scenarios: ScenarioPool
/** A scenario that no request has changed, if there is one. */
let unchanged: Scenario | undefined
let sql: ReturnType<typeof connectToServerDatabase>

test.beforeAll(async () => {
  sql = connectToServerDatabase()
  ;({ callers, emails } = await createRoleClients(httpClients))
  scenarios = await ScenarioPool.create(sql, callers, emails)
})
test.afterAll(() => sql.end())

test('gives a stranger and a signed-out client the results of the matrix for every action', async () => {
  test.slow()
  const tested = new Set<string>()
  for (const { action, input, outcomes } of OPERATIONS) {
    if (tested.has(action)) continue
    tested.add(action)
    for (const role of OUTSIDERS) {
      const scenario = unchanged ?? (await scenarios.next())
      const answer = await callers[role].callAction(action, input(scenario, role))
      expect.soft(outcomeOf(answer), `${action}, ${role}: ${answer.text.slice(0, 300)}`).toBe(outcomes[role])
      // An action that is refused changes nothing, as access.db.test.ts checks.
      unchanged = answer.error ? scenario : undefined
      await restoreSession(role)
    }
  }
})

for (const [index, route] of ROUTES.entries()) {
  test(`${index + 1}. ${route.method} ${route.file} gives a stranger and a signed-out client the statuses of the matrix`, async () => {
    await expectAnswers(route, OUTSIDERS)
  })
}

for (const [index, page] of [...PAGES, ...ADMIN_PAGES].entries()) {
  test(`${index + 1}. ${page.file} gives each role the status and the secrets of the matrix`, async () => {
    await expectAnswers(page, CLIENT_ROLES)
  })
}

test('shows an administrator the administration pages without events of other users', async () => {
  const admin = await makeInstanceAdmin(sql, httpClients)
  const scenario = await scenarios.next()
  for (const { path } of ADMIN_PAGES) {
    const { status, text } = await admin.get(path(scenario))
    expect(status, path(scenario)).toBe(200)
    for (const secret of Object.values(scenario.secrets)) expect(text, path(scenario)).not.toContain(secret)
  }
  expect((await admin.get(`/admin/events?q=${scenario.secrets.shared}`)).text).not.toContain(scenario.event)
  expect((await admin.get(`/groups/${scenario.group}`)).status).toBe(404)
})

test('rejects a state-changing request from another origin', async () => {
  const { status } = await fetch(`${BASE}/api/realtime/streams`, {
    method: 'POST',
    headers: { Origin: 'https://elsewhere.example', 'Content-Type': 'application/json' },
    body: '{"known":{}}',
  })
  expect(status).toBe(403)
})

test('lists every action of the build in the matrix', () => {
  const listed = new Set(OPERATIONS.map(({ action }) => action))
  expect([...builtActions().keys()].filter((name) => !listed.has(name))).toEqual([])
})

async function expectAnswers(endpoint: Endpoint, roles: readonly ClientRole[]): Promise<void> {
  const scenario = unchanged ?? (await scenarios.next())
  unchanged = endpoint.method === 'GET' ? scenario : undefined
  for (const role of roles) {
    const path = endpoint.path(scenario)
    const { status, text } =
      endpoint.method === 'GET'
        ? await callers[role].get(path)
        : await callers[role].post(path, endpoint.body?.(scenario))
    expect(String(status), `${role}: ${text.slice(0, 300)}`).toBe(endpoint.status[role])
    for (const kind of ['shared', 'private'] as const) {
      const isVisible = endpoint[kind]?.includes(role) ?? false
      expect(text.includes(scenario.secrets[kind]), `${role} sees the ${kind} secret`).toBe(isVisible)
    }
  }
}

/** Restores the caller's session, which an operation may have started or ended. */
async function restoreSession(role: (typeof OUTSIDERS)[number]): Promise<void> {
  if (role === 'nobody') callers.nobody = httpClients.withInvalidSession()
  else if (!callers[role].signedIn)
    await callers[role].callAction('users/signIn', { email: emails[role], password: PASSWORD })
}

function outcomeOf({ redirect, ok, error }: ActionResponse): string | undefined {
  if (redirect) return 'redirect'
  return ok ? 'ok' : error?.code
}
