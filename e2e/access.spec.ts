import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { type Cast, makeCast, makeInstanceAdmin, PASSWORD, ROLES, type World } from './access/cast'
import { INSTANCE } from './access/instance'
import { DOORS, OPERATIONS } from './access/operations'
import { ADMIN_PAGES } from './access/pages'
import { Worlds } from './access/worlds'
import { actions, Caller, testDatabase } from './servers/doors'

/** The denial matrix: each role × each operation × each way to it. What is not in the tables fails here. */
test.describe.configure({ mode: 'default' })

let cast: Cast
let emails: World['emails']
let worlds: Worlds
let sql: ReturnType<typeof testDatabase>

test.beforeAll(async () => {
  sql = testDatabase()
  ;({ cast, emails } = await makeCast())
  worlds = await Worlds.of(sql, cast, emails)
})
test.afterAll(() => sql.end())

for (const { action, about, input, outcomes } of OPERATIONS) {
  test(`${action}${about ? `, ${about}` : ''}: ${summary(outcomes)}`, async () => {
    for (const role of ROLES) {
      const world = await worlds.next()
      const before = await writtenBy(world, role)
      const answer = await cast[role].act(action, input(world, role))
      const outcome = answer.redirect ? 'redirect' : answer.ok ? 'ok' : answer.error?.code
      expect(outcome, `${role}: ${answer.status} ${answer.text.slice(0, 300)}`).toBe(outcomes[role])
      if (outcome !== 'ok') expect(await writtenBy(world, role), `${role} has written`).toBe(before)
      await backAsBefore(role)
    }
  })
}

for (const [index, door] of DOORS.entries()) {
  test(`${index + 1}. ${door.method} ${door.file}: ${summary(door.status)}`, async () => {
    const world = await worlds.next()
    for (const role of ROLES) {
      const path = door.path(world)
      const answer =
        door.method === 'GET' ? await cast[role].get(path) : await cast[role].post(path, door.body?.(world))
      expect(String(answer.status), `${role}: ${answer.text.slice(0, 300)}`).toBe(door.status[role])
      for (const kind of ['shared', 'private'] as const) {
        const sees = door[kind]?.includes(role) ?? false
        expect(answer.text.includes(world.secrets[kind]), `${role} sees the ${kind} secret`).toBe(sees)
      }
    }
  })
}

test('channels open to those who may follow them, and to nobody else', async () => {
  const world = await worlds.next()
  const members = ['owner', 'admin', 'editor', 'viewer']
  const channels = {
    // Who may only know when it is busy would be told of each change, when it is made.
    [`private-calendar-${world.calendar}`]: members,
    // Changes that only owners see are counted here: private events, shares, feeds.
    [`private-owners-${world.calendar}`]: ['owner', 'admin'],
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

test('who is removed loses the data with the membership', async () => {
  const world = await worlds.next()
  expect((await cast.editor.get(`/api/view/event/${world.event}`)).status).toBe(200)
  await cast.owner.act('groups/removeMember', { group: world.group, user: world.ids.editor })
  expect((await cast.editor.get(`/api/view/event/${world.event}`)).status).toBe(404)
  expect((await cast.editor.get(`/api/view/group/${world.group}`)).status).toBe(404)
  const { text } = await cast.editor.post('/api/realtime/streams', { known: {} })
  expect(text).not.toContain(world.calendar)
})

test('only who manages a group is told of its invitations', async () => {
  const world = await worlds.next()
  for (const [role, told] of [
    ['owner', true],
    ['admin', true],
    ['editor', false],
    ['viewer', false],
  ] as const) {
    const { text } = await cast[role].get(`/api/view/group/${world.group}`)
    expect(text.includes(world.invitation.id), role).toBe(told)
  }
})

test('who looks after the installation has its pages and actions, and no calendar of others', async () => {
  const admin = await makeInstanceAdmin(sql)
  for (const { action, input } of INSTANCE) {
    const world = await worlds.next()
    const [instance] = await sql`select version from instance`
    const answer = await admin.act(action, {
      ...(input(world, 'stranger') as object),
      ...(action === 'instance/updateInstance' && { version: instance!.version }),
    })
    // No mail is set here: who may send a link is told so.
    const outcome = action === 'instance/sendResetLink' ? 'UNAVAILABLE' : undefined
    expect(answer.error?.code, `${action}: ${answer.text.slice(0, 300)}`).toBe(outcome)
    expect(answer.ok).toBe(!outcome)
    await backAsBefore('stranger')
    await sql`update users set suspended_at = null, instance_admin = false where id = ${world.ids.stranger}`
    if (!(await cast.stranger.get('/groups')).text.includes('Zq'))
      await cast.stranger.act('users/signIn', { email: emails.stranger, password: PASSWORD })
  }
  const world = await worlds.next()
  for (const { path } of ADMIN_PAGES) {
    const { status, text } = await admin.get(path(world))
    expect(status, path(world)).toBe(200)
    for (const secret of Object.values(world.secrets)) expect(text, path(world)).not.toContain(secret)
  }
  expect((await admin.get(`/admin/events?q=${world.secrets.shared}`)).text).not.toContain(world.event)
  expect((await admin.get(`/api/view/event/${world.event}`)).status).toBe(404)
  expect((await admin.get(`/groups/${world.group}`)).status).toBe(404)
})

test('a state-changing request from another site is refused', async () => {
  const { status } = await cast.owner.request('/api/realtime/streams', {
    method: 'POST',
    headers: { Origin: 'https://elsewhere.example', 'Content-Type': 'application/json' },
    body: '{"known":{}}',
  })
  expect(status).toBe(403)
})

test('every action, route, page and kind of channel stands in the tables', () => {
  const declared = readdirSync('lib/actions').flatMap((file) => {
    const text = readFileSync(`lib/actions/${file}`, 'utf8')
    return [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(
      ([, name]) => `${file.replace('.ts', '')}/${name}`,
    )
  })
  const tried = new Set(OPERATIONS.map(({ action }) => action))
  expect(declared.filter((name) => !tried.has(name))).toEqual([])
  expect([...actions().keys()].filter((name) => !tried.has(name))).toEqual([])

  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  const doors = files.filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
  const known = new Set(DOORS.map(({ file }) => file))
  expect(doors.filter((file) => !known.has(file))).toEqual([])
  for (const { file, method } of DOORS.filter(({ file }) => file.endsWith('route.ts'))) {
    const methods = [...readFileSync(`app/${file}`, 'utf8').matchAll(/export const (?:\{ )?([A-Z]+)/g)].map(
      ([, m]) => m,
    )
    expect(methods, file).toContain(method)
  }

  const kinds = /type StreamKind = (.*)/.exec(readFileSync('lib/realtime/channels.ts', 'utf8'))![1]
  expect(kinds).toBe("'calendar' | 'owners' | 'group' | 'user' | 'instance'")
})

/** A session that one try has begun, or ended, must not be the next one's. */
async function backAsBefore(role: (typeof ROLES)[number]): Promise<void> {
  if (role === 'nobody') cast.nobody = Caller.withBogusSession()
  else if (!cast[role].signedIn)
    await cast[role].act('users/signIn', { email: emails[role], password: PASSWORD })
}

async function writtenBy(world: World, role: (typeof ROLES)[number]): Promise<number> {
  if (role === 'nobody') {
    // Who signs up meanwhile, in other stories, is nobody too.
    const streams = [`group-${world.group}`, `calendar-${world.calendar}`, `owners-${world.calendar}`]
    return Number((await sql`select count(*) from changes where stream in ${sql(streams)}`)[0]!.count)
  }
  const [row] = await sql`select count(*) from changesets where actor_id = ${world.ids[role]}`
  return Number(row!.count)
}

function summary(outcomes: Record<string, string>): string {
  return ROLES.map((role) => outcomes[role]).join(' ')
}
