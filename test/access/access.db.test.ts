import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ZodType } from 'zod'
import type { Want } from '@/lib/access/grant'
import { type Command, execute } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import type { ApiClient } from '@/test/clients/api-client'
import { inProcess } from '@/test/clients/in-process'
import { ownDatabase } from '@/test/database/connection'
import { ACTORS, operationsOf } from './actors'
import { INSTANCE } from './instance'
import { DOORS, OPERATIONS, ROUTES } from './operations'
import type { Outcomes } from './outcomes'
import { type Cast, makeCast, makeInstanceAdmin, PASSWORD, ROLES, type Role, type World } from './scenario'
import { Worlds } from './scenarios'

/** The access matrix: each role × each server action and route, in this process, on a real database. */
const sql = ownDatabase()

const executed = vi.hoisted(() => new Set<string>())
vi.mock('@/lib/commands/pipeline/execute', async (importOriginal) => {
  const original = await importOriginal<typeof import('@/lib/commands/pipeline/execute')>()
  const execute: typeof original.execute = (actor, command, raw, via) => {
    // The rows of other actors below bypass the actions, which are what each command must be reached by.
    if (via.origin !== 'api') executed.add(command.name)
    return original.execute(actor, command, raw, via)
  }
  return { ...original, execute }
})

/** Commands that a client reaches only with a proof of its own (a provider's callback, a file, a link by mail). */
const TESTED_ELSEWHERE: Record<string, string> = {
  claimAccount: 'lib/commands/effects/claim-account.db.test.ts',
  confirmIdentity: 'lib/commands/security.db.test.ts',
  confirmOwnAddress: 'lib/commands/security.db.test.ts',
  connectProvider: 'lib/commands/security.db.test.ts',
  importEvents: 'lib/commands/import.db.test.ts',
  notifyAddressTried: 'lib/auth/probes.db.test.ts',
  notifySharee: 'lib/commands/shares.db.test.ts',
  resetPassword: 'lib/commands/instance.db.test.ts',
  sendLink: 'lib/commands/security.db.test.ts',
  setPicture: 'lib/commands/pictures.db.test.ts',
  signUpByProvider: 'lib/commands/users.db.test.ts',
}

let cast: Cast
let emails: World['emails']
let worlds: Worlds

beforeAll(async () => {
  ;({ cast, emails } = await makeCast(inProcess))
  worlds = await Worlds.of(sql, cast, emails)
})
afterAll(() => sql.end())

for (const { action, about, input, outcomes } of OPERATIONS) {
  it(`${action}${about ? `, ${about}` : ''}: ${summary(outcomes)}`, async () => {
    for (const role of ROLES) {
      const world = await worlds.next()
      const before = await changesetsBy(world, role)
      const answer = await cast[role].act(action, input(world, role))
      const outcome = answer.redirect ? 'redirect' : answer.ok ? 'ok' : answer.error?.code
      expect(outcome, `${role}: ${answer.status} ${answer.text.slice(0, 300)}`).toBe(outcomes[role])
      if (outcome !== 'ok') expect(await changesetsBy(world, role), `${role} has written`).toBe(before)
      await restoreSession(role)
    }
  })
}

for (const [index, route] of ROUTES.entries()) {
  it(`${index + 1}. ${route.method} ${route.file}: ${summary(route.status)}`, async () => {
    const world = await worlds.next()
    for (const role of ROLES) {
      const path = route.path(world)
      const answer =
        route.method === 'GET' ? await cast[role].get(path) : await cast[role].post(path, route.body?.(world))
      expect(String(answer.status), `${role}: ${answer.text.slice(0, 300)}`).toBe(route.status[role])
      for (const kind of ['shared', 'private'] as const) {
        const sees = route[kind]?.includes(role) ?? false
        expect(answer.text.includes(world.secrets[kind]), `${role} sees the ${kind} secret`).toBe(sees)
      }
    }
  })
}

it('authorizes a channel for the users who may follow it, and for nobody else', async () => {
  const world = await worlds.next()
  const members = ['owner', 'admin', 'editor', 'viewer']
  const channels = {
    // A free/busy viewer would learn when each change is made.
    [`private-calendar-${world.calendar}`]: members,
    // Counts changes that only owners see: private events, shares, feeds.
    [`private-owners-${world.calendar}`]: ['owner', 'admin'],
    // And of the group: invitations.
    [`private-owners-${world.group}`]: ['owner', 'admin'],
    [`private-group-${world.group}`]: members,
    [`private-user-${world.ids.editor}`]: ['editor'],
    [`presence-gathering-${world.group}`]: [],
    [`private-instance-${world.group}`]: [],
    'private-instance-1': [],
    [`calendar-${world.calendar}`]: [],
  }
  const asked = { socket_id: '1.1', channels: Object.keys(channels) }
  for (const role of ROLES) {
    const { text, status } = await cast[role].post('/api/realtime/auth', asked)
    const granted = status === 200 ? JSON.parse(text) : {}
    for (const [channel, roles] of Object.entries(channels)) {
      expect(Boolean(granted[channel]), `${role} on ${channel}`).toBe(roles.includes(role))
    }
  }
})

it('hides the data of a group from a removed member', async () => {
  const world = await worlds.next()
  expect((await cast.editor.get(`/api/view/event/${world.event}`)).status).toBe(200)
  await cast.owner.act('groups/removeMember', { group: world.group, user: world.ids.editor })
  expect((await cast.editor.get(`/api/view/event/${world.event}`)).status).toBe(404)
  expect((await cast.editor.get(`/api/view/group/${world.group}`)).status).toBe(404)
  const { text } = await cast.editor.post('/api/realtime/streams', { known: {} })
  expect(text).not.toContain(world.calendar)
})

it('lists the invitations of a group for its owner and admins alone', async () => {
  const world = await worlds.next()
  for (const [role, listed] of [
    ['owner', true],
    ['admin', true],
    ['editor', false],
    ['viewer', false],
  ] as const) {
    const { text } = await cast[role].get(`/api/view/group/${world.group}`)
    expect(text.includes(world.invitation.id), role).toBe(listed)
  }
})

it('gives an administrator the actions of the installation, and no calendar of others', async () => {
  const admin = await makeInstanceAdmin(sql, inProcess)
  for (const { action, input } of INSTANCE) {
    const world = await worlds.next()
    const answer = await admin.act(action, await inputFor(action, input(world, 'stranger')))
    // Mail is not configured here, and the administrator is told so.
    const refused = action === 'instance/sendResetLink' ? 'UNAVAILABLE' : undefined
    expect(answer.error?.code, `${action}: ${answer.text.slice(0, 300)}`).toBe(refused)
    expect(answer.ok).toBe(!refused)
    await sql`update users set suspended_at = null, instance_admin = false where id = ${world.ids.stranger}`
    await signInAgain(cast.stranger, emails.stranger)
  }
  const world = await worlds.next()
  expect((await admin.get(`/api/view/event/${world.event}`)).status).toBe(404)
  expect((await admin.get(`/api/view/group/${world.group}`)).status).toBe(404)
})

it('does the work of a repeated submit once', async () => {
  const world = await worlds.next()
  const key = randomUUID()
  const { span } = JSON.parse(JSON.stringify(OPERATIONS[0]!.input(world, 'editor')))
  const event = { calendarId: world.calendar, title: key, span }
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => cast.editor.act('events/createEvent', event, key)),
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
  const known = new Set(DOORS.map(({ file, method }) => `${file} ${method}`))
  for (const file of files.filter((file) => /(^|\/)page\.tsx$/.test(file)))
    expect(known, file).toContain(`${file} GET`)
  for (const file of files.filter((file) => /(^|\/)route\.ts$/.test(file))) {
    const text = readFileSync(`app/${file}`, 'utf8')
    const methods = [...text.matchAll(/^export (?:const|(?:async )?function) (?:\{ )?([A-Z]+)/gm)]
    expect(methods.length, file).toBeGreaterThan(0)
    // A HEAD is answered as its GET.
    for (const [, method] of methods.filter(([, method]) => method !== 'HEAD'))
      expect(known, file).toContain(`${file} ${method}`)
  }

  const kinds = /type StreamKind = (.*)/.exec(readFileSync('lib/realtime/channels.ts', 'utf8'))![1]
  expect(kinds).toBe("'calendar' | 'owners' | 'group' | 'user' | 'instance'")
})

for (const { about, actor, may } of ACTORS) {
  it(`lets ${about} do ${may.length ? 'only what is listed' : 'nothing'}`, async () => {
    const commands = await allCommands()
    let world = await worlds.next()
    for (const { name, label, input } of operationsOf(commands)) {
      const as = actor(world)
      const done = execute(as, commands.get(name)!, input(world, 'owner'), { origin: 'api' })
      const outcome = await done.then(() => 'ok', codeOf)
      expect(outcome === 'ok', `${label}: ${outcome}`).toBe(may.includes(label))
      if (outcome === 'ok') world = await worlds.next()
    }
  })
}

it('lists every command', async () => {
  const missing = [...(await allCommands()).keys()].filter((name) => !executed.has(name))
  expect(missing.sort()).toEqual(Object.keys(TESTED_ELSEWHERE))
  for (const [name, file] of Object.entries(TESTED_ELSEWHERE))
    expect(readFileSync(file, 'utf8')).toContain(name)
})

type AnyCommand = Command<ZodType, Record<string, Want | undefined>, unknown>

async function allCommands(): Promise<Map<string, AnyCommand>> {
  const modules = import.meta.glob(['/lib/commands/**/*.ts', '!/lib/commands/**/*.test.ts'])
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

/** `updateInstance` needs the version that it changes. */
async function inputFor(action: string, input: unknown): Promise<unknown> {
  if (action !== 'instance/updateInstance') return input
  const [instance] = await sql`select version from instance`
  return { ...(input as object), version: instance!.version }
}

/** A session that an operation began or ended must not be the next operation's. */
async function restoreSession(role: Role): Promise<void> {
  if (role === 'nobody') cast.nobody = inProcess.withBogusSession()
  else if (!cast[role].signedIn) await signInAgain(cast[role], emails[role])
}

async function signInAgain(client: ApiClient, email: string): Promise<void> {
  await client.act('users/signIn', { email, password: PASSWORD })
}

async function changesetsBy(world: World, role: Role): Promise<number> {
  const actor = role === 'nobody' ? null : world.ids[role]
  const [row] = await sql`select count(*) from changesets where actor_id is not distinct from ${actor}`
  return Number(row!.count)
}

function summary(outcomes: Outcomes): string {
  return ROLES.map((role) => outcomes[role]).join(' ')
}
