import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { db } from '@/db/client'
import { attendees, guestLinks } from '@/db/schema/attendees'
import { changesets } from '@/db/schema/changes'
import { events } from '@/db/schema/events'
import { users } from '@/db/schema/users'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { removeMember } from '@/lib/commands/members'
import { command } from '@/lib/commands/pipeline/execute'
import { createShare } from '@/lib/commands/shares'
import { signUp } from '@/lib/commands/users'
import { eventHistory } from '@/lib/queries/event-history'
import {
  addMember,
  as,
  codeOf,
  type Family,
  hour,
  insertPlacement,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { type Actor, TOKEN_SCOPES, type TokenScope } from './actor'
import { grant } from './grant'
import { loadReach } from './reach'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const token = (user: TestUser, scopes: readonly TokenScope[] = TOKEN_SCOPES) =>
  ({ kind: 'token', id: randomUUID(), user: user.id, scopes }) as const

const syncJob = (user: TestUser, ...calendars: string[]) =>
  ({ kind: 'job', name: 'sync', onBehalfOf: { user: user.id, calendars } }) as const

const dinner = (calendarId: string) => ({ calendarId, title: 'Dinner', span: hour('2026-11-21') })

const rowOf = (actor: Actor, event: string) =>
  db.transaction((tx) => grant(tx, actor, 'read', 'event', event)).then(({ row }) => row)

describe('tokens', () => {
  it('lets a token create, edit and delete events, and records its user as the author', async () => {
    const { editor, calendar } = family
    const api = token(editor)
    const { id, version } = await as(api).createEvent(dinner(calendar))
    const edit = await as(api).run(
      updateEvent,
      { id, version, patch: { title: 'Supper' } },
      { origin: 'api' },
    )
    const [stored] = await db.select().from(changesets).where(eq(changesets.id, edit.changeset!))
    expect(stored).toMatchObject({ actorKind: 'token', actorId: api.id, onBehalfOf: editor.id })
    const granted = await db.transaction((tx) => grant(tx, family.owner, 'read', 'event', id))
    const history = await eventHistory(db, granted, await loadReach(db, family.owner))
    expect(JSON.stringify(history)).toContain(editor.id)
    expect((await rowOf(editor, id)).createdBy).toBe(editor.id)
    expect(await codeOf(as(api).run(deleteEvent, { id }))).toBe('ok')
  })

  it('refuses permissions that a token’s scopes do not include', async () => {
    const { owner, calendar } = family
    const { id, version } = await as(owner).createEvent(dinner(calendar))
    const readToken = token(owner, ['events:read'])
    expect(await as(readToken).requestGrant('read', 'event', id)).toBe('ok')
    expect(await codeOf(as(readToken).run(updateEvent, { id, version, patch: { title: 'x' } }))).toBe(
      'FORBIDDEN',
    )
    expect(await codeOf(as(readToken).run(createEvent, dinner(calendar)))).toBe('FORBIDDEN')
    expect(await as(token(owner, [])).requestGrant('read', 'event', id)).toBe('FORBIDDEN')
    // No scope includes these, whatever the user may do.
    for (const verb of ['share', 'own'] as const)
      expect(await as(token(owner)).requestGrant(verb, 'calendar', calendar)).toBe('FORBIDDEN')
    expect(
      await codeOf(as(token(owner)).run(createShare, { calendar, to: { user: family.viewer.id } })),
    ).toBe('FORBIDDEN')
    expect(await as(token(owner)).requestGrant('own', 'self', null)).toBe('FORBIDDEN')
    expect(await codeOf(as(token(owner)).loadReach())).toBe('SIGNED_OUT')
  })

  it('limits a token to the permissions that its user has now', async () => {
    const bob = await makeUser('bob')
    await addMember(bob, family.owner, family.group)
    const api = token(bob)
    const { id, version } = await as(api).createEvent(dinner(family.calendar))
    await as(family.owner).run(removeMember, { group: family.group, user: bob.id })
    expect(await codeOf(as(api).run(updateEvent, { id, version, patch: { title: 'x' } }))).toBe('NOT_FOUND')
    expect(await codeOf(as(token(family.viewer)).run(createEvent, dinner(family.calendar)))).toBe('FORBIDDEN')
    await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, bob.id))
    expect(await codeOf(as(api).run(createEvent, dinner(bob.calendar)))).toBe('FORBIDDEN')
  })

  it('gives no administrator permissions to the token of an administrator', async () => {
    const admin = await makeUser('admin')
    await db.update(users).set({ instanceAdmin: true }).where(eq(users.id, admin.id))
    expect(await as(admin).requestGrant('read', 'administration', null)).toBe('ok')
    expect(await as(token(admin)).requestGrant('read', 'administration', null)).toBe('FORBIDDEN')
  })
})

describe('jobs on behalf of a user', () => {
  it('lets a job on behalf of a user write only in the calendars that it is limited to', async () => {
    const { editor, calendar } = family
    const job = syncJob(editor, calendar)
    const { id, version, changeset } = await as(job).createEvent(dinner(calendar))
    const [stored] = await db.select().from(changesets).where(eq(changesets.id, changeset))
    expect(stored).toMatchObject({ actorKind: 'job', actorId: 'sync', onBehalfOf: editor.id })
    expect(await codeOf(as(job).run(createEvent, dinner(editor.calendar)))).toBe('NOT_FOUND')
    const move = { id, version, patch: { calendarId: editor.calendar } }
    expect(await codeOf(as(job).run(updateEvent, move))).toBe('NOT_FOUND')
    const other = await as(editor).createEvent(dinner(editor.calendar))
    expect(await as(job).requestGrant('read', 'event', other.id)).toBe('NOT_FOUND')
    expect(await as(syncJob(editor)).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('shows a job that is limited to a calendar an event placed there only with the detail of the placement', async () => {
    const { editor, calendar } = family
    const { id, version } = await as(editor).createEvent({ ...dinner(calendar), description: 'Secret' })
    await insertPlacement(id, editor.calendar, 'title')
    const job = syncJob(editor, editor.calendar)
    expect(await rowOf(job, id)).toMatchObject({ shown: 'title', level: undefined, placements: [{}] })
    expect(await codeOf(as(job).run(updateEvent, { id, version, patch: { title: 'x' } }))).toBe('FORBIDDEN')
    expect(await rowOf(editor, id)).toMatchObject({ shown: 'full' })
  })

  it('revokes the permissions of a job when its user loses them', async () => {
    const bob = await makeUser('bob')
    await addMember(bob, family.owner, family.group)
    const job = syncJob(bob, family.calendar, bob.calendar)
    expect(await codeOf(as(job).run(createEvent, dinner(family.calendar)))).toBe('ok')
    await as(family.owner).run(removeMember, { group: family.group, user: bob.id })
    expect(await codeOf(as(job).run(createEvent, dinner(family.calendar)))).toBe('NOT_FOUND')
    await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, bob.id))
    expect(await codeOf(as(job).run(createEvent, dinner(bob.calendar)))).toBe('FORBIDDEN')
  })
})

it('gives the permissions of an administrator to the administration shell and to no other job', async () => {
  expect(await as({ kind: 'job', name: 'admin' }).requestGrant('read', 'administration', null)).toBe('ok')
  for (const name of ['purge', 'mail', 'google', 'sign-up', 'sync'])
    expect(await as({ kind: 'job', name }).requestGrant('read', 'administration', null)).toBe('NOT_FOUND')
})

/** Test command for a guest: granted `answer`, it writes a change. */
const answers = command({
  name: 'answers',
  input: z.object({ event: z.string(), calendar: z.string() }),
  output: z.strictObject({ once: z.uuid() }),
  on: ({ event }) => ({ event: ['answer', 'event', event] }),
  run: async ({ grants }, { calendar }) => ({
    result: { once: randomUUID() },
    changes: [{ stream: `calendar-${calendar}`, entity: 'event', id: grants.event.row.id, op: 'changed' }],
  }),
})

describe('guests', () => {
  async function invited() {
    const { owner, viewer, calendar } = family
    const { id } = await as(owner).createEvent({
      ...dinner(calendar),
      kind: 'meeting',
      attendees: [viewer.id],
    })
    return { id, guest: await insertGuest(id, { email: 'guest@example.org' }) }
  }

  it('lets a guest read and answer the event of the link, without other people or calendars', async () => {
    const { id, guest } = await invited()
    const row = await rowOf(guest, id)
    expect(row.attendees.map(({ email }) => email)).toEqual(['guest@example.org'])
    expect(row).toMatchObject({
      title: 'Dinner',
      placements: [],
      hiddenPlacements: 0,
      names: {},
      level: undefined,
    })
    const input = { event: id, calendar: family.calendar }
    const outcome = await as(guest).run(answers, input)
    const [stored] = await db.select().from(changesets).where(eq(changesets.id, outcome.changeset!))
    expect(stored).toMatchObject({ actorKind: 'guest', actorId: guest.link, onBehalfOf: null })
    for (const verb of ['write', 'share', 'own'] as const)
      expect(await as(guest).requestGrant(verb, 'event', id)).toBe('NOT_FOUND')
    expect(await as(guest).requestGrant('freebusy', 'calendar', family.calendar)).toBe('NOT_FOUND')
    const other = await invited()
    expect(await as(guest).requestGrant('read', 'event', other.id)).toBe('NOT_FOUND')
  })

  it('shows a guest of a single occurrence no attendees of the others', async () => {
    const { owner, viewer, calendar } = family
    const { id } = await as(owner).createEvent({ ...dinner(calendar), attendees: [viewer.id] })
    const guest = await insertGuest(id, { name: 'Zoe' })
    await db.delete(attendees).where(eq(attendees.name, 'Zoe'))
    const zoe = { userId: null, email: null, name: 'Zoe' }
    const ann = { userId: null, email: 'ann@example.org', name: null }
    const overrides = { '2026-11-21': { attendees: [ann, zoe] }, '2026-11-28': { attendees: [ann] } }
    await db.update(events).set({ overrides }).where(eq(events.id, id))
    expect(await rowOf(guest, id)).toMatchObject({
      attendees: [],
      overrides: { '2026-11-21': { attendees: [zoe] }, '2026-11-28': { attendees: [] } },
    })
  })

  it('refuses a guest whose link was revoked or belongs to another guest, and lets a public link read and join', async () => {
    const { id, guest } = await invited()
    const [other, publicLink] = [await insertGuest(id, { name: 'Zoe' }), randomUUID()]
    await db.insert(guestLinks).values({ id: publicLink, eventId: id })
    for (const actor of [
      { ...guest, link: other.link },
      { ...guest, link: publicLink },
      { ...guest, person: { email: null, name: null } },
    ])
      expect(await as(actor).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    const visitor = { ...guest, link: publicLink, person: { email: null, name: null } }
    expect(await rowOf(visitor, id)).toMatchObject({ title: 'Dinner', attendees: [], answers: [] })
    expect(await as(visitor).requestGrant('join', 'event', id)).toBe('ok')
    expect(await as(visitor).requestGrant('answer', 'event', id)).toBe('FORBIDDEN')
    expect(await as(guest).requestGrant('join', 'event', id)).toBe('FORBIDDEN')
    expect(await as(family.owner).requestGrant('join', 'event', id)).toBe('FORBIDDEN')
    expect(await as(other).requestGrant('answer', 'event', id)).toBe('ok')
    await db.update(guestLinks).set({ revokedAt: new Date() }).where(eq(guestLinks.id, other.link))
    for (const verb of ['read', 'answer'] as const)
      expect(await as(other).requestGrant(verb, 'event', id)).toBe('NOT_FOUND')
  })

  it('refuses a guest whose attendee was removed or whose event was deleted', async () => {
    const { id, guest } = await invited()
    await db.delete(attendees).where(eq(attendees.eventId, id))
    expect(await as(guest).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    const other = await invited()
    await as(family.owner).run(deleteEvent, { id: other.id })
    expect(await as(other.guest).requestGrant('answer', 'event', other.id)).toBe('NOT_FOUND')
  })

  it('runs a guest’s requests with the same idempotency key once', async () => {
    const { id, guest } = await invited()
    const answer = () => as(guest).run(answers, { event: id, calendar: family.calendar }, { key: 'answer-1' })
    const [first, second] = [await answer(), await answer()]
    expect(second.result).toEqual(first.result)
    const another = await insertGuest(id, { name: 'Zoe' })
    const input = { event: id, calendar: family.calendar }
    expect((await as(another).run(answers, input, { key: 'answer-1' })).result).not.toEqual(first.result)
  })
})

describe('idempotency keys', () => {
  it('runs repeated requests of a token or job once, and keeps idempotency keys per actor', async () => {
    const { editor, calendar } = family
    const actors: Actor[] = [token(editor), token(editor), syncJob(editor, calendar), editor]
    const ids = []
    for (const actor of actors) {
      const create = () => as(actor).run(createEvent, dinner(calendar), { key: 'same-key' })
      const [first, other] = await Promise.all([create(), create()])
      expect(other.result).toEqual(first.result)
      ids.push(first.result.id)
    }
    expect(new Set(ids).size).toBe(actors.length)
  })

  it('returns the stored result of an idempotency key to a signed-out visitor only for the same input', async () => {
    const nobody = as({ kind: 'nobody' })
    const account = {
      ...{ name: 'Zoe', email: `zoe-${randomUUID()}@example.org`, password: 'a long enough password' },
      ...({ timeZone: 'UTC', locale: 'en', weekStart: 1, hourCycle: 'h23' } as const),
    }
    await db.execute(sql`update instance set registration = 'open'`)
    const first = await nobody.run(signUp, account, { key: 'sign-up-1' })
    expect((await nobody.run(signUp, account, { key: 'sign-up-1' })).result).toEqual(first.result)
    const guess = { ...account, password: 'another long password' }
    expect(await codeOf(nobody.run(signUp, guess, { key: 'sign-up-1' }))).toBe('INVALID')
    const other = { ...account, email: `zoe-${randomUUID()}@example.org` }
    expect((await nobody.run(signUp, other, { key: 'sign-up-1' })).result).not.toEqual(first.result)
  })
})
