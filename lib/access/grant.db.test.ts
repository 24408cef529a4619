import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { calendars } from '@/db/schema/calendars'
import { events } from '@/db/schema/events'
import { groups, invitations } from '@/db/schema/groups'
import { placements } from '@/db/schema/placements'
import { users } from '@/db/schema/users'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { createInvitation, revokeInvitation } from '@/lib/commands/invitations'
import { eventDetail } from '@/lib/queries/events'
import {
  addMember,
  as,
  type Family,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  ROLES,
  type TestUser,
} from '@/test/database/fixtures'
import { type Actor, NOBODY } from './actor'
import { grant, type IdOf } from './grant'
import { type Noun, VERBS, type VerbOf } from './verbs'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

/** For each role, the answers to all verbs of the noun: `y` granted, `f` FORBIDDEN, `-` NOT_FOUND, `o` SIGNED_OUT. */
async function matrix<N extends Noun>(noun: N, id: IdOf<N>) {
  const letters = { ok: 'y', FORBIDDEN: 'f', NOT_FOUND: '-', SIGNED_OUT: 'o' } as Record<string, string>
  const answers = async (actor: Parameters<typeof as>[0]) => {
    let line = ''
    for (const verb of VERBS[noun] as readonly VerbOf<N>[]) {
      const answer = await as(actor).requestGrant(verb, noun, id)
      line += letters[answer] ?? answer
    }
    return line
  }
  const rows: Record<string, string> = {}
  for (const role of ROLES) rows[role] = await answers(family[role])
  rows.nobody = await answers(NOBODY)
  rows.job = await answers({ kind: 'job', name: 'purge' })
  return rows
}

async function expectUnseen<N extends Noun>(actor: Actor, noun: N, id: IdOf<N>) {
  for (const verb of VERBS[noun] as readonly VerbOf<N>[])
    expect(await as(actor).requestGrant(verb, noun, id)).toBe('NOT_FOUND')
}

/** The rows of actors who are not users, for a noun with this number of verbs. */
const unseen = (verbs: number) => ({ nobody: 'o'.repeat(verbs), job: '-'.repeat(verbs) })

describe('permissions by role', () => {
  it('grants verbs on the calendar of a group by role', async () => {
    expect(await matrix('calendar', family.calendar)).toEqual({
      owner: 'yyyyy',
      admin: 'yyyyy',
      editor: 'yyyff',
      viewer: 'yyfff',
      sharee: 'yffff',
      stranger: '-----',
      ...unseen(5),
    })
  })

  it('grants verbs on a personal calendar by level', async () => {
    expect(await matrix('calendar', family.editor.calendar)).toEqual({
      owner: '-----',
      admin: '-----',
      editor: 'yyyyy',
      viewer: '-----',
      sharee: '-----',
      stranger: '-----',
      ...unseen(5),
    })
  })

  it('grants verbs on an event by role', async () => {
    const { id } = await as(family.editor).createEvent({
      calendarId: family.calendar,
      kind: 'meeting',
      attendees: [family.viewer.id],
    })
    expect(await matrix('event', id)).toEqual({
      owner: 'yfyyy',
      admin: 'yfyyy',
      editor: 'yfyff',
      viewer: 'yyfff',
      sharee: '-----',
      stranger: '-----',
      ...unseen(5),
    })
  })

  it('grants a private event only to creator, attendees and owners of the calendar', async () => {
    const other = await makeUser('other')
    await addMember(other, family.owner, family.group, 'editor')
    const { id } = await as(family.editor).createEvent({
      calendarId: family.calendar,
      visibility: 'private',
      attendees: [family.viewer.id],
    })
    expect(await matrix('event', id)).toEqual({
      owner: 'yfyyy',
      admin: 'yfyyy',
      editor: 'yfyff',
      viewer: 'yyfff',
      sharee: '-----',
      stranger: '-----',
      ...unseen(5),
    })
    await expectUnseen(other, 'event', id)
  })

  it('grants verbs on a group by role', async () => {
    expect(await matrix('group', family.group)).toEqual({
      owner: 'yyyy',
      admin: 'yyyf',
      editor: 'yyff',
      viewer: 'yyff',
      sharee: '----',
      stranger: '----',
      ...unseen(4),
    })
  })

  it('lets owners remove all members but owners, and admins those below them', async () => {
    const removing = async (role: 'owner' | 'admin' | 'editor' | 'viewer') => {
      const rows = await matrix('member', { group: family.group, user: family[role].id })
      return Object.fromEntries(Object.entries(rows).map(([by, line]) => [by, line[0]! + line[2]!]))
    }
    const others = { sharee: '--', stranger: '--', ...unseen(2) }
    const few = { editor: 'yf', viewer: 'yf', ...others }
    expect(await removing('owner')).toEqual({ owner: 'yf', admin: 'yf', ...few })
    expect(await removing('admin')).toEqual({ owner: 'yy', admin: 'yf', ...few })
    expect(await removing('editor')).toEqual({ owner: 'yy', admin: 'yy', ...few })
    expect(await removing('viewer')).toEqual({ owner: 'yy', admin: 'yy', ...few })
  })

  it('grants nothing on a user who is not a member', async () => {
    const rows = await matrix('member', { group: family.group, user: family.stranger.id })
    expect(Object.values(rows)).toEqual(Array(6).fill('---').concat(['ooo', '---']))
  })

  it('grants an invitation by id to members who manage the group', async () => {
    const { result } = await as(family.owner).run(createInvitation, { group: family.group })
    expect(await matrix('invitation', { id: result.id })).toEqual({
      owner: 'yffy',
      admin: 'yffy',
      editor: '----',
      viewer: '----',
      sharee: '----',
      stranger: '----',
      ...unseen(4),
    })
  })

  it('lets everyone read an invitation by its secret, and signed-in users accept it', async () => {
    const { result } = await as(family.owner).run(createInvitation, { group: family.group })
    expect(await matrix('invitation', { token: result.token })).toEqual({
      owner: 'yyyy',
      admin: 'yyyy',
      editor: 'yyyf',
      viewer: 'yyyf',
      sharee: 'yyyf',
      stranger: 'yyyf',
      nobody: 'yfff',
      job: '----',
    })
    const guess = { token: 'a-secret-that-nobody-ever-made' }
    expect(Object.values(await matrix('invitation', guess)).join('')).not.toMatch(/[yf]/)
  })

  it('lets readers of its calendar read a changeset, and editors undo it', async () => {
    const { changeset } = await as(family.editor).createEvent({ calendarId: family.calendar })
    const rows = await matrix('changeset', changeset)
    expect(Object.fromEntries(Object.entries(rows).map(([by, line]) => [by, line[0]! + line[1]!]))).toEqual({
      owner: 'yy',
      admin: 'yy',
      editor: 'yy',
      viewer: 'yf',
      sharee: '--',
      stranger: '--',
      nobody: 'oo',
      job: '--',
    })
  })

  it('grants nothing on a changeset without events', async () => {
    const { changeset } = await as(family.owner).run(createInvitation, { group: family.group })
    for (const role of ROLES)
      expect(await as(family[role]).requestGrant('read', 'changeset', changeset!)).toBe('NOT_FOUND')
  })

  it('grants verbs on the own account, on people and on the installation', async () => {
    const all = (line: string) => Object.fromEntries(ROLES.map((role) => [role, line]))
    expect(await matrix('self', null)).toEqual({ ...all('yy'), ...unseen(2) })
    expect(await matrix('people', [])).toEqual({ ...all('y'), ...unseen(1) })
    expect(await matrix('instance', null)).toEqual({ ...all('yff'), nobody: 'yyf', job: '---' })
  })
})

describe('people', () => {
  const known = async (actor: TestUser, ids: string[]) => {
    const { row } = await db.transaction((tx) => grant(tx, actor, 'read', 'people', ids))
    return row.map(({ id }) => id).sort()
  }

  it('grants reading the actor and members of common groups as people', async () => {
    const { owner, viewer, sharee, stranger } = family
    const all = [owner, viewer, sharee, stranger].map(({ id }) => id)
    expect(await known(viewer, all)).toEqual([owner.id, viewer.id].sort())
    expect(await known(stranger, all)).toEqual([stranger.id])
  })

  it('returns people without secrets', async () => {
    const { row } = await db.transaction((tx) =>
      grant(tx, family.owner, 'read', 'people', [family.viewer.id]),
    )
    expect(Object.keys(row[0]!).sort()).toEqual(['id', 'image', 'name'])
  })

  it('excludes deleted accounts and members of deleted groups from people', async () => {
    const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
    const { group } = await makeGroup(ann)
    await addMember(bob, ann, group)
    await addMember(cleo, ann, group)
    await db.update(users).set({ deletedAt: new Date() }).where(eq(users.id, cleo.id))
    expect(await known(ann, [bob.id, cleo.id])).toEqual([bob.id])
    await db.update(groups).set({ deletedAt: new Date() }).where(eq(groups.id, group))
    expect(await known(ann, [bob.id])).toEqual([])
  })
})

describe('deleted rows', () => {
  it('does not find a deleted event', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar })
    await as(family.owner).run(deleteEvent, { id })
    await expectUnseen(family.owner, 'event', id)
  })

  it('does not find a deleted calendar, its events and its history', async () => {
    const calendar = await insertCalendar({ ownerUserId: family.owner.id })
    const { id, changeset } = await as(family.owner).createEvent({ calendarId: calendar })
    await db.update(calendars).set({ deletedAt: new Date() }).where(eq(calendars.id, calendar))
    await expectUnseen(family.owner, 'calendar', calendar)
    await expectUnseen(family.owner, 'event', id)
    await expectUnseen(family.owner, 'changeset', changeset)
  })

  it('does not find a deleted group, its members, its calendar, and calendars shared with it', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group, calendar } = await makeGroup(ann)
    await addMember(bob, ann, group)
    const { id } = await as(bob).createEvent({ calendarId: calendar })
    await insertShare(family.calendar, { groupId: group }, 'editor')
    expect(await as(bob).requestGrant('write', 'calendar', family.calendar)).toBe('ok')
    await db.update(groups).set({ deletedAt: new Date() }).where(eq(groups.id, group))
    expect(await as(ann).requestGrant('read', 'group', group)).toBe('NOT_FOUND')
    expect(await as(ann).requestGrant('read', 'member', { group, user: bob.id })).toBe('NOT_FOUND')
    expect(await as(ann).requestGrant('read', 'calendar', calendar)).toBe('NOT_FOUND')
    expect(await as(bob).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    expect(await as(bob).requestGrant('read', 'calendar', family.calendar)).toBe('NOT_FOUND')
    expect((await as(bob).loadReach()).calendars.map(({ id }) => id)).toEqual([bob.calendar])
  })

  it('does not find the account of a deleted user', async () => {
    const ann = await makeUser('ann')
    await db.update(users).set({ deletedAt: new Date() }).where(eq(users.id, ann.id))
    expect(await as(ann).requestGrant('own', 'self', null)).toBe('NOT_FOUND')
  })
})

describe('an event placed in another calendar', () => {
  const detail = async (testUser: TestUser, id: string) =>
    eventDetail(await db.transaction((tx) => grant(tx, testUser, 'read', 'event', id)))

  async function placed(detail: 'full' | 'title' | 'busy', visibility: 'default' | 'private' = 'default') {
    const { owner } = family
    const { id } = await as(owner).createEvent({
      calendarId: owner.calendar,
      title: 'Dentist',
      description: 'Root canal',
      location: 'High Street',
      color: 'pink',
      visibility,
      attendees: [owner.id],
    })
    await insertPlacement(id, family.calendar, detail)
    return id
  }

  it('lets a placed event be read in full, but written only from its home calendar', async () => {
    const id = await placed('full')
    const seen = await detail(family.viewer, id)
    expect(seen).toMatchObject({
      title: 'Dentist',
      description: 'Root canal',
      location: 'High Street',
      color: 'pink',
    })
    expect(seen.attendees).toHaveLength(1)
    // The admin owns the other calendar, which gives no permission on an event whose home is elsewhere.
    expect((await detail(family.admin, id)).editable).toBe(false)
    for (const verb of ['write', 'share', 'own'] as const) {
      expect(await as(family.admin).requestGrant(verb, 'event', id)).toBe('FORBIDDEN')
      expect(await as(family.owner).requestGrant(verb, 'event', id)).toBe('ok')
    }
    expect(await as(family.sharee).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    expect(await as(family.stranger).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('shows only title and time of an event placed with detail title', async () => {
    const id = await placed('title')
    const seen = await detail(family.admin, id)
    expect(seen).toMatchObject({
      title: 'Dentist',
      attendees: [],
      createdBy: null,
      editable: false,
      color: null,
    })
    expect(JSON.stringify(seen)).not.toMatch(/Root canal|High Street|pink/)
    expect((await detail(family.owner, id)).description).toBe('Root canal')
  })

  it('refuses writing to a user who may read only the title of a private event', async () => {
    const { owner, editor, calendar } = family
    const { id } = await as(owner).createEvent({
      calendarId: calendar,
      visibility: 'private',
      description: 'Root canal',
    })
    expect(await as(editor).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    await insertPlacement(id, editor.calendar, 'title')
    expect(await detail(editor, id)).toMatchObject({ title: 'Dinner', description: '', editable: false })
    expect(await as(editor).requestGrant('write', 'event', id)).toBe('FORBIDDEN')
  })

  it('does not find an event placed as busy', async () => {
    const id = await placed('busy')
    await expectUnseen(family.admin, 'event', id)
    expect(await as(family.owner).requestGrant('own', 'event', id)).toBe('ok')
  })

  it('shows a placed private event to owners of that calendar, not to editors', async () => {
    const id = await placed('full', 'private')
    expect(await as(family.admin).requestGrant('read', 'event', id)).toBe('ok')
    expect(await as(family.editor).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('gives no access to an event through a deleted calendar, nor from a deleted home calendar', async () => {
    const [home, other] = [
      await insertCalendar({ ownerUserId: family.owner.id }),
      await insertCalendar({ ownerUserId: family.owner.id }),
    ]
    const { id } = await as(family.owner).createEvent({ calendarId: home })
    await insertPlacement(id, other)
    await insertShare(other, { userId: family.stranger.id }, 'viewer')
    expect(await as(family.stranger).requestGrant('read', 'event', id)).toBe('ok')
    await db.update(calendars).set({ deletedAt: new Date() }).where(eq(calendars.id, other))
    expect(await as(family.stranger).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    expect(await as(family.owner).requestGrant('own', 'event', id)).toBe('ok')
    await insertPlacement(id, family.calendar)
    expect(await as(family.viewer).requestGrant('read', 'event', id)).toBe('ok')
    await db.update(calendars).set({ deletedAt: new Date() }).where(eq(calendars.id, home))
    expect(await as(family.viewer).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })
})

describe('private events', () => {
  it('hides an event and its history from an editor as soon as it becomes private', async () => {
    const { id, version, changeset } = await as(family.owner).createEvent({ calendarId: family.calendar })
    expect(await as(family.editor).requestGrant('write', 'changeset', changeset)).toBe('ok')
    const hidden = await as(family.owner).run(updateEvent, { id, version, patch: { visibility: 'private' } })
    await expectUnseen(family.editor, 'event', id)
    await expectUnseen(family.editor, 'changeset', hidden.changeset!)
    await expectUnseen(family.editor, 'changeset', changeset)
    expect(await as(family.admin).requestGrant('write', 'changeset', hidden.changeset!)).toBe('ok')
  })

  it('does not find a private event for a removed attendee', async () => {
    const { id, version } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      visibility: 'private',
      attendees: [family.editor.id],
    })
    expect(await as(family.editor).requestGrant('write', 'event', id)).toBe('ok')
    await as(family.owner).run(updateEvent, { id, version, patch: { attendees: [] } })
    expect(await as(family.editor).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('gives an attendee no access to a private event outside the calendars that they see', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      attendees: [family.viewer.id],
    })
    await db.update(attendees).set({ userId: family.stranger.id }).where(eq(attendees.eventId, id))
    expect(await as(family.stranger).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })
})

describe('shares', () => {
  it('gives members of a group access to a calendar shared with it; a viewer of the group stays a viewer', async () => {
    const [ann, bob, vera] = [await makeUser('ann'), await makeUser('bob'), await makeUser('vera')]
    const { group } = await makeGroup(ann)
    await addMember(bob, ann, group, 'editor')
    await addMember(vera, ann, group, 'viewer')
    const best = async (testUser: TestUser, calendar: string) => {
      const level = (await as(testUser).loadReach()).calendars.find(({ id }) => id === calendar)?.level
      const verbs: string[] = []
      for (const verb of VERBS.calendar)
        if ((await as(testUser).requestGrant(verb, 'calendar', calendar)) === 'ok') verbs.push(verb)
      return [level, verbs.at(-1)]
    }
    for (const [role, forEditor, forViewer] of [
      ['owner', ['owner', 'own'], ['viewer', 'read']],
      ['editor', ['editor', 'write'], ['viewer', 'read']],
      ['viewer', ['viewer', 'read'], ['viewer', 'read']],
      ['freebusy', ['freebusy', 'freebusy'], ['freebusy', 'freebusy']],
    ] as const) {
      const calendar = await insertCalendar({ ownerUserId: family.stranger.id })
      await insertShare(calendar, { groupId: group }, role)
      expect(await best(bob, calendar)).toEqual(forEditor)
      expect(await best(vera, calendar)).toEqual(forViewer)
      expect(await best(family.owner, calendar)).toEqual([undefined, undefined])
    }
  })

  it('gives the highest level of several paths to a calendar, and lists it once', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group } = await makeGroup(ann)
    await addMember(bob, ann, group, 'viewer')
    const calendar = await insertCalendar({ ownerUserId: ann.id })
    const level = async () =>
      (await as(bob).loadReach()).calendars.filter(({ id }) => id === calendar).map(({ level }) => level)
    await insertShare(calendar, { userId: bob.id }, 'freebusy')
    expect(await level()).toEqual(['freebusy'])
    await insertShare(calendar, { groupId: group }, 'owner')
    expect(await level()).toEqual(['viewer'])
    const { group: another } = await makeGroup(bob)
    await insertShare(calendar, { groupId: another }, 'editor')
    expect(await level()).toEqual(['editor'])
    expect(await as(bob).requestGrant('write', 'calendar', calendar)).toBe('ok')
    expect(await as(bob).requestGrant('own', 'calendar', calendar)).toBe('FORBIDDEN')
  })
})

describe('reach', () => {
  it('lists all calendars and groups of a user in the reach, with level, own calendars first', async () => {
    const levels = async (testUser: TestUser) => {
      const { calendars, groups } = await as(testUser).loadReach()
      return [calendars.map(({ id, level }) => [id, level]), groups.map(({ id, role }) => [id, role])]
    }
    const [ann, bob, fred] = [await makeUser('ann'), await makeUser('bob'), await makeUser('fred')]
    const { group, calendar } = await makeGroup(ann)
    await addMember(bob, ann, group, 'admin')
    await insertShare(calendar, { userId: fred.id }, 'freebusy')
    expect(await levels(ann)).toEqual([
      [
        [ann.calendar, 'owner'],
        [calendar, 'owner'],
      ],
      [[group, 'owner']],
    ])
    expect(await levels(bob)).toEqual([
      [
        [bob.calendar, 'owner'],
        [calendar, 'owner'],
      ],
      [[group, 'admin']],
    ])
    expect(await levels(fred)).toEqual([
      [
        [fred.calendar, 'owner'],
        [calendar, 'freebusy'],
      ],
      [],
    ])
  })

  it('returns the position of every stream in the reach', async () => {
    const ann = await makeUser('ann')
    const before = (await as(ann).loadReach()).calendars[0]!.seq
    await as(ann).createEvent({ calendarId: ann.calendar })
    await as(ann).createEvent({ calendarId: ann.calendar })
    expect((await as(ann).loadReach()).calendars[0]!.seq).toBe(before + 2)
  })

  it('refuses a reach to signed-out visitors', async () => {
    await expect(as(NOBODY).loadReach()).rejects.toMatchObject({ code: 'SIGNED_OUT' })
    await expect(as({ kind: 'job', name: 'purge' }).loadReach()).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  })
})

describe('invitations', () => {
  it('returns the state of an invitation: open, used, expired or revoked', async () => {
    const state = async (token: string) =>
      (await db.transaction((tx) => grant(tx, NOBODY, 'read', 'invitation', { token }))).row.state
    const { owner, group } = family
    const [open, used, expired, revoked] = await Promise.all(
      [0, 1, 2, 3].map(async () => (await as(owner).run(createInvitation, { group, maxUses: 1 })).result),
    )
    await db.update(invitations).set({ uses: 1 }).where(eq(invitations.id, used!.id))
    await db
      .update(invitations)
      .set({ expiresAt: new Date(0) })
      .where(eq(invitations.id, expired!.id))
    await as(owner).run(revokeInvitation, { invitation: revoked!.id })
    expect(await state(open!.token)).toBe('open')
    expect(await state(used!.token)).toBe('used')
    expect(await state(expired!.token)).toBe('expired')
    expect(await state(revoked!.token)).toBe('revoked')
  })
})

describe('the database', () => {
  it('allows a single home placement per event', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar })
    await insertPlacement(id, family.owner.calendar)
    await expect(
      db.update(placements).set({ home: true }).where(eq(placements.eventId, id)),
    ).rejects.toThrow()
    expect(await db.select().from(events).where(eq(events.id, id))).toHaveLength(1)
  })
})
