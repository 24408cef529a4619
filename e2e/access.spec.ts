import { expect, test } from '@playwright/test'
import { OPERATIONS, ROUTES } from '@/test/access/operations'
import type { Door } from '@/test/access/outcomes'
import { ADMIN_PAGES, PAGES } from '@/test/access/pages'
import {
  type Cast,
  makeCast,
  makeInstanceAdmin,
  PASSWORD,
  ROLES,
  type Role,
  type World,
} from '@/test/access/scenario'
import { Worlds } from '@/test/access/scenarios'
import type { ActionAnswer } from '@/test/clients/api-client'
import { actions, BASE, overHttp, testDatabase } from '@/test/clients/over-http'

/**
 * The access matrix over HTTP: every page for each role, and every action and route for a stranger and for a client
 * that is signed out. All roles of actions and routes are in test/access/access.db.test.ts.
 */
test.describe.configure({ mode: 'default' })

const OUTSIDERS = ['stranger', 'nobody'] as const

let cast: Cast
let emails: World['emails']
let worlds: Worlds
let sql: ReturnType<typeof testDatabase>

test.beforeAll(async () => {
  sql = testDatabase()
  ;({ cast, emails } = await makeCast(overHttp))
  worlds = await Worlds.of(sql, cast, emails)
})
test.afterAll(() => sql.end())

test('answers a stranger and a signed-out client as the matrix says, at every action', async () => {
  test.slow()
  const probed = new Set<string>()
  for (const { action, input, outcomes } of OPERATIONS) {
    if (probed.has(action)) continue
    probed.add(action)
    for (const role of OUTSIDERS) {
      const world = await worlds.next()
      const answer = await cast[role].act(action, input(world, role))
      expect.soft(outcomeOf(answer), `${action}, ${role}: ${answer.text.slice(0, 300)}`).toBe(outcomes[role])
      await restoreSession(role)
    }
  }
})

for (const [index, route] of ROUTES.entries()) {
  test(`${index + 1}. ${route.method} ${route.file} answers a stranger and a signed-out client as the matrix says`, async () => {
    await expectAnswers(route, OUTSIDERS)
  })
}

for (const [index, page] of [...PAGES, ...ADMIN_PAGES].entries()) {
  test(`${index + 1}. ${page.file} shows each role what the matrix says`, async () => {
    await expectAnswers(page, ROLES)
  })
}

test('shows an administrator the pages of the installation, and no event of others', async () => {
  const admin = await makeInstanceAdmin(sql, overHttp)
  const world = await worlds.next()
  for (const { path } of ADMIN_PAGES) {
    const { status, text } = await admin.get(path(world))
    expect(status, path(world)).toBe(200)
    for (const secret of Object.values(world.secrets)) expect(text, path(world)).not.toContain(secret)
  }
  expect((await admin.get(`/admin/events?q=${world.secrets.shared}`)).text).not.toContain(world.event)
  expect((await admin.get(`/groups/${world.group}`)).status).toBe(404)
})

test('refuses a state-changing request from another site', async () => {
  const { status } = await fetch(`${BASE}/api/realtime/streams`, {
    method: 'POST',
    headers: { Origin: 'https://elsewhere.example', 'Content-Type': 'application/json' },
    body: '{"known":{}}',
  })
  expect(status).toBe(403)
})

test('has every action of the build in the matrix', () => {
  const listed = new Set(OPERATIONS.map(({ action }) => action))
  expect([...actions().keys()].filter((name) => !listed.has(name))).toEqual([])
})

async function expectAnswers(door: Door, roles: readonly Role[]): Promise<void> {
  const world: World = await worlds.next()
  for (const role of roles) {
    const path = door.path(world)
    const { status, text } =
      door.method === 'GET' ? await cast[role].get(path) : await cast[role].post(path, door.body?.(world))
    expect(String(status), `${role}: ${text.slice(0, 300)}`).toBe(door.status[role])
    for (const kind of ['shared', 'private'] as const) {
      const sees = door[kind]?.includes(role) ?? false
      expect(text.includes(world.secrets[kind]), `${role} sees the ${kind} secret`).toBe(sees)
    }
  }
}

/** A session that an operation began or ended must not be the next operation's. */
async function restoreSession(role: (typeof OUTSIDERS)[number]): Promise<void> {
  if (role === 'nobody') cast.nobody = overHttp.withBogusSession()
  else if (!cast[role].signedIn)
    await cast[role].act('users/signIn', { email: emails[role], password: PASSWORD })
}

function outcomeOf({ redirect, ok, error }: ActionAnswer): string | undefined {
  if (redirect) return 'redirect'
  return ok ? 'ok' : error?.code
}
