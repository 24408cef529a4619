import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ZodType } from 'zod'
import type { GrantRequest } from '@/lib/access/grant'
import { type Command, execute } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import type { ApiClient } from '@/test/clients/api-client'
import { inProcessClients } from '@/test/clients/in-process'
import { connectToTestDatabase } from '@/test/database/connection'
import { ACTORS, operationsOf } from './actors'
import { INSTANCE } from './instance'
import { ENDPOINTS, OPERATIONS, ROUTES } from './operations'
import { type Outcomes, ROLES_WITHOUT_HIDDEN_EVENT } from './outcomes'
import {
  CLIENT_ROLES,
  type ClientRole,
  createRoleClients,
  makeInstanceAdmin,
  PASSWORD,
  type RoleClients,
  type Scenario,
} from './scenario'
import { ScenarioPool } from './scenario-pool'

// The access matrix: each role × each server action and route, in this process, on a real database.
const sql = connectToTestDatabase()

const executed = vi.hoisted(() => new Set<string>())
vi.mock('@/lib/commands/pipeline/execute', async (importOriginal) => {
  const original = await importOriginal<typeof import('@/lib/commands/pipeline/execute')>()
  const execute: typeof original.execute = (actor, command, raw, via) => {
    // The test of tokens, jobs and guests calls commands without their actions, so it does not count.
    if (via.origin !== 'api') executed.add(command.name)
    return original.execute(actor, command, raw, via)
  }
  return { ...original, execute }
})

/**
 * Commands that are run by an OAuth callback, an upload or a mail link and by no action of the matrix, with their
 * tests.
 */
const TESTED_ELSEWHERE: Record<string, string> = {
  addConnection: 'lib/commands/connections.db.test.ts',
  answerAsGuest: 'lib/commands/answers-of-guests.db.test.ts',
  answerByMail: 'lib/jobs/mailbox/mailbox.db.test.ts',
  bindCalendars: 'lib/commands/bindings.db.test.ts',
  claimAccount: 'lib/commands/effects/claim-account.db.test.ts',
  confirmIdentity: 'lib/commands/sign-in-methods.db.test.ts',
  confirmOwnAddress: 'lib/commands/security.db.test.ts',
  connectProvider: 'lib/commands/sign-in-methods.db.test.ts',
  importEvents: 'lib/commands/import.db.test.ts',
  joinEvent: 'lib/commands/guest-links.db.test.ts',
  joinGathering: 'lib/commands/gatherings.db.test.ts',
  notifyAddressTried: 'lib/auth/probes.db.test.ts',
  resetPassword: 'lib/commands/instance.db.test.ts',
  rotateKeys: 'lib/commands/encryption-keys.db.test.ts',
  sendLink: 'lib/commands/security.db.test.ts',
  setGuestMails: 'lib/http/unsubscribe.db.test.ts',
  setParticipantLanguage: 'lib/http/gathering-page.db.test.ts',
  setPicture: 'lib/commands/pictures.db.test.ts',
  signUpByProvider: 'lib/commands/users.db.test.ts',
}

let callers: RoleClients
let emails: Scenario['emails']
let scenarios: ScenarioPool
/** A scenario that no operation has changed, if there is one. */
let unchanged: Scenario | undefined

beforeAll(async () => {
  ;({ callers, emails } = await createRoleClients(inProcessClients))
  scenarios = await ScenarioPool.create(sql, callers, emails)
})
afterAll(() => sql.end())

for (const { action, variant, input, outcomes } of OPERATIONS) {
  it(`${action}${variant ? `, ${variant}` : ''}: ${summary(outcomes)}`, async () => {
    for (const role of CLIENT_ROLES) {
      const scenario = unchanged ?? (await scenarios.next())
      unchanged = undefined
      const before = await changesetsBy(scenario, role)
      const answer = await callers[role].callAction(action, input(scenario, role))
      const outcome = answer.redirect ? 'redirect' : answer.ok ? 'ok' : answer.error?.code
      expect(outcome, `${role}: ${answer.status} ${answer.text.slice(0, 300)}`).toBe(outcomes[role])
      if (answer.error) {
        expect(await changesetsBy(scenario, role), `${role} has written`).toBe(before)
        unchanged = scenario
      }
      await restoreSession(role)
    }
  })
}

for (const [index, route] of ROUTES.entries()) {
  it(`${index + 1}. ${route.method} ${route.file}: ${summary(route.status)}`, async () => {
    for (const role of CLIENT_ROLES) {
      const scenario = unchanged ?? (await scenarios.next())
      const path = route.path(scenario)
      const answer =
        route.method === 'GET'
          ? await callers[role].get(path)
          : await callers[role].post(path, route.body?.(scenario))
      unchanged = route.method === 'GET' || answer.status >= 400 ? scenario : undefined
      expect(String(answer.status), `${role}: ${answer.text.slice(0, 300)}`).toBe(route.status[role])
      for (const kind of ['shared', 'private'] as const) {
        const isVisible = route[kind]?.includes(role) ?? false
        expect(answer.text.includes(scenario.secrets[kind]), `${role} sees the ${kind} secret`).toBe(
          isVisible,
        )
      }
      const seesHidden = answer.text.includes(scenario.secrets.hidden)
      if (ROLES_WITHOUT_HIDDEN_EVENT.includes(role))
        expect(seesHidden, `${role} sees what is hidden`).toBe(false)
      else if (route.hidden) expect(seesHidden, `${role} sees what is hidden from others`).toBe(true)
    }
  })
}

it('answers every GET request while another transaction has locked the rows', async () => {
  const scenario = await scenarios.next()
  const tables =
    'users groups members calendars shares events placements invitations instance account_links gatherings'
  await sql.begin(async (tx) => {
    for (const table of tables.split(' ')) await tx`select 1 from ${tx(table)} for update`
    for (const route of ROUTES.filter(({ method }) => method === 'GET')) {
      const { status } = await callers.owner.get(route.path(scenario))
      expect(String(status), route.file).toBe(route.status.owner)
    }
  })
})

it('authorizes a channel only for users who may follow it', async () => {
  const scenario = await scenarios.next()
  const members: string[] = ['owner', 'admin', 'editor', 'viewer']
  const channels = {
    // A user with free/busy permission would learn when each change is made.
    [`private-calendar-${scenario.calendar}`]: members,
    // Counts changes that only owners see: private events, shares, feeds.
    [`private-owners-${scenario.calendar}`]: ['owner', 'admin'],
    // Counts changes of events that are hidden from a user.
    [`private-hidden-${scenario.calendar}`]: [],
    // Counts changes of the group that only its owner and admins see: invitations.
    [`private-owners-${scenario.group}`]: ['owner', 'admin'],
    [`private-group-${scenario.group}`]: members,
    [`private-user-${scenario.ids.editor}`]: ['editor'],
    // Guests are authorized for it by their link (api/guest/[token]/realtime).
    [`private-guest-${scenario.guestLinks.personal}`]: [],
    [`presence-gathering-${scenario.group}`]: [],
    [`private-gathering-${scenario.gatherings.members.id}`]: members,
    [`private-gathering-${scenario.gatherings.invited.id}`]: ['owner', 'admin', 'viewer'],
    [`private-gathering-${scenario.gatherings.open.id}`]: CLIENT_ROLES.filter((role) => role !== 'nobody'),
    [`private-gathering-${scenario.gatherings.trashed.id}`]: [],
    // Counts ballots that only the managers of the gathering see.
    [`private-owners-${scenario.gatherings.members.id}`]: ['owner', 'admin'],
    [`presence-gathering-${scenario.gatherings.members.id}`]: members,
    [`presence-gathering-${scenario.gatherings.invited.id}`]: ['owner', 'admin', 'viewer'],
    [`private-instance-${scenario.group}`]: [],
    'private-instance-1': [],
    [`calendar-${scenario.calendar}`]: [],
  }
  const request = { socket_id: '1.1', channels: Object.keys(channels) }
  for (const role of CLIENT_ROLES) {
    const { text, status } = await callers[role].post('/api/realtime/auth', request)
    const granted = status === 200 ? JSON.parse(text) : {}
    for (const [channel, roles] of Object.entries(channels)) {
      expect(Boolean(granted[channel]), `${role} on ${channel}`).toBe(roles.includes(role))
    }
  }
})

it('hides the data of a group from a removed member', async () => {
  const scenario = await scenarios.next()
  expect((await callers.editor.get(`/api/view/event/${scenario.event}`)).status).toBe(200)
  await callers.owner.callAction('groups/removeMember', { group: scenario.group, user: scenario.ids.editor })
  expect((await callers.editor.get(`/api/view/event/${scenario.event}`)).status).toBe(404)
  expect((await callers.editor.get(`/api/view/group/${scenario.group}`)).status).toBe(404)
  const { text } = await callers.editor.post('/api/realtime/streams', { known: {} })
  expect(text).not.toContain(scenario.calendar)
})

it('lists the invitations of a group only for its owner and admins', async () => {
  const scenario = await scenarios.next()
  for (const [role, listed] of [
    ['owner', true],
    ['admin', true],
    ['editor', false],
    ['viewer', false],
  ] as const) {
    const { text } = await callers[role].get(`/api/view/group/${scenario.group}`)
    expect(text.includes(scenario.invitation.id), role).toBe(listed)
  }
})

it('allows an administrator the administrative actions, but no event or group of other users', async () => {
  const admin = await makeInstanceAdmin(sql, inProcessClients)
  for (const { action, input } of INSTANCE) {
    const scenario = await scenarios.next()
    const answer = await admin.callAction(action, await inputFor(action, input(scenario, 'stranger')))
    // Mail is not configured in this test, which is the expected error.
    const expectedError = action === 'instance/sendResetLink' ? 'UNAVAILABLE' : undefined
    expect(answer.error?.code, `${action}: ${answer.text.slice(0, 300)}`).toBe(expectedError)
    expect(answer.ok).toBe(!expectedError)
    await sql`update users set suspended_at = null, instance_admin = false where id = ${scenario.ids.stranger}`
    await signInAgain(callers.stranger, emails.stranger)
  }
  const scenario = await scenarios.next()
  expect((await admin.get(`/api/view/event/${scenario.event}`)).status).toBe(404)
  expect((await admin.get(`/api/view/group/${scenario.group}`)).status).toBe(404)
})

it('runs a repeated request with the same idempotency key once', async () => {
  const scenario = await scenarios.next()
  const key = randomUUID()
  const { span } = JSON.parse(JSON.stringify(OPERATIONS[0]!.input(scenario, 'editor')))
  const event = { calendarId: scenario.calendar, title: key, span }
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => callers.editor.callAction('events/createEvent', event, key)),
  )
  expect(new Set(answers.map(({ result }) => result?.id)).size).toBe(1)
  expect(await sql`select 1 from events where title = ${key}`).toHaveLength(1)
})

it('lists every action, route, page and kind of channel', () => {
  const declared = readdirSync('lib/actions').flatMap((file) => {
    const text = readFileSync(`lib/actions/${file}`, 'utf8')
    return [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(
      ([, name]) => `${file.replace('.ts', '')}/${name}`,
    )
  })
  const listed = new Set(OPERATIONS.map(({ action }) => action))
  expect(declared.filter((name) => !listed.has(name))).toEqual([])

  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  const listedFiles = new Set(ENDPOINTS.map(({ file, method }) => `${file} ${method}`))
  for (const file of files.filter((file) => /(^|\/)page\.tsx$/.test(file)))
    expect(listedFiles, file).toContain(`${file} GET`)
  for (const file of files.filter((file) => /(^|\/)route\.ts$/.test(file))) {
    const text = readFileSync(`app/${file}`, 'utf8')
    const methods = [...text.matchAll(/^export (?:const|(?:async )?function) (?:\{ )?([A-Z]+)/gm)]
    expect(methods.length, file).toBeGreaterThan(0)
    // Next serves HEAD with the GET handler.
    for (const [, method] of methods.filter(([, method]) => method !== 'HEAD'))
      expect(listedFiles, file).toContain(`${file} ${method}`)
  }

  const kinds = /type StreamKind = (.*)/.exec(readFileSync('lib/realtime/channels.ts', 'utf8'))![1]
  expect(kinds).toBe("'calendar' | 'owners' | 'hidden' | 'group' | 'gathering' | 'user' | 'instance'")
})

for (const { name, actor, allowed } of ACTORS) {
  it(`allows ${name} ${allowed.length ? 'only the listed operations' : 'no operation'}`, async () => {
    const commands = await allCommands()
    let scenario = await scenarios.next()
    for (const { name, label, input } of operationsOf(commands)) {
      const as = actor(scenario)
      const attempt = execute(as, commands.get(name)!, input(scenario, 'owner'), { origin: 'api' })
      const outcome = await attempt.then(() => 'ok', codeOf)
      expect(outcome === 'ok', `${label}: ${outcome}`).toBe(allowed.includes(label))
      if (outcome === 'ok') scenario = await scenarios.next()
    }
  })
}

it('runs every command, or names the test that does', async () => {
  const missing = [...(await allCommands()).keys()].filter((name) => !executed.has(name))
  expect(missing.sort()).toEqual(Object.keys(TESTED_ELSEWHERE))
  for (const [name, file] of Object.entries(TESTED_ELSEWHERE))
    expect(readFileSync(file, 'utf8')).toContain(name)
})

type AnyCommand = Command<ZodType, ZodType, Record<string, GrantRequest | undefined>>

async function allCommands(): Promise<Map<string, AnyCommand>> {
  const modules = import.meta.glob(['/lib/commands/**/*.ts', '!/lib/commands/**/*.test.*'])
  const exported = (await Promise.all(Object.values(modules).map((load) => load()))) as object[]
  const commands = exported.flatMap((module) => Object.values(module)).filter(isCommand)
  return new Map(commands.map((command) => [command.name, command]))
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code
  throw error
}

function isCommand(value: unknown): value is AnyCommand {
  return typeof value === 'object' && value !== null && 'on' in value && 'run' in value && 'input' in value
}

/** Adds the version that `updateInstance` changes. */
async function inputFor(action: string, input: unknown): Promise<unknown> {
  if (action !== 'instance/updateInstance') return input
  const [instance] = await sql`select version from instance`
  return { ...(input as object), version: instance!.version }
}

/** Restores the caller's session, which an operation may have started or ended. */
async function restoreSession(role: ClientRole): Promise<void> {
  if (role === 'nobody') callers.nobody = inProcessClients.withInvalidSession()
  else if (!callers[role].signedIn) await signInAgain(callers[role], emails[role])
}

async function signInAgain(client: ApiClient, email: string): Promise<void> {
  await client.callAction('users/signIn', { email, password: PASSWORD })
}

async function changesetsBy(scenario: Scenario, role: ClientRole): Promise<number> {
  const actor = role === 'nobody' ? null : scenario.ids[role]
  const [row] = await sql`select count(*) from changesets where actor_id is not distinct from ${actor}`
  return Number(row!.count)
}

function summary(outcomes: Outcomes): string {
  return CLIENT_ROLES.map((role) => outcomes[role]).join(' ')
}
