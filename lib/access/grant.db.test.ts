import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { groups } from '@/db/schema/groups'
import { invitations } from '@/db/schema/invitations'
import { placements } from '@/db/schema/placements'
import { users } from '@/db/schema/users'
import { createInvitation, revokeInvitation } from '@/lib/commands/invitations'
import { addManagedMember } from '@/lib/commands/managed-members'
import { AppError } from '@/lib/errors'
import { planAccountDeletion } from '@/lib/queries/account-deletion'
import { groupProfile } from '@/lib/queries/groups'
import { signInMethods } from '@/lib/queries/security'
import {
  addMember,
  as,
  codeOf,
  FAMILY_ROLES,
  type Family,
  insertPlacement,
  makeFamily,
  makeGroup,
  makeUser,
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
  for (const role of FAMILY_ROLES) rows[role] = await answers(family[role])
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
      owner: 'yyffyyyy',
      admin: 'yyffyyyy',
      editor: 'yyffyyff',
      viewer: 'yyyfffff',
      sharee: '--------',
      stranger: '--------',
      ...unseen(8),
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
      owner: 'yyffyyyy',
      admin: 'yyffyyyy',
      editor: 'yyffyyff',
      viewer: 'yyyfffff',
      sharee: '--------',
      stranger: '--------',
      ...unseen(8),
    })
    await expectUnseen(other, 'event', id)
  })

  it('grants verbs on a group by role', async () => {
    expect(await matrix('group', family.group)).toEqual({
      owner: 'yyyyyy',
      admin: 'yyyyyf',
      editor: 'yyyyff',
      viewer: 'yyyfff',
      sharee: '------',
      stranger: '------',
      ...unseen(6),
    })
  })

  it('lets owners remove all members but owners, and admins all members below admins', async () => {
    const removalRights = async (role: 'owner' | 'admin' | 'editor' | 'viewer') => {
      const rows = await matrix('member', { group: family.group, user: family[role].id })
      return Object.fromEntries(Object.entries(rows).map(([by, line]) => [by, line[0]! + line[2]!]))
    }
    const others = { sharee: '--', stranger: '--', ...unseen(2) }
    const withoutPermission = { editor: 'yf', viewer: 'yf', ...others }
    expect(await removalRights('owner')).toEqual({ owner: 'yf', admin: 'yf', ...withoutPermission })
    expect(await removalRights('admin')).toEqual({ owner: 'yy', admin: 'yf', ...withoutPermission })
    expect(await removalRights('editor')).toEqual({ owner: 'yy', admin: 'yy', ...withoutPermission })
    expect(await removalRights('viewer')).toEqual({ owner: 'yy', admin: 'yy', ...withoutPermission })
  })

  it('grants nothing on a user who is not a member', async () => {
    const rows = await matrix('member', { group: family.group, user: family.stranger.id })
    expect(Object.values(rows)).toEqual(Array(6).fill('----').concat(['oooo', '----']))
  })

  it('grants a member without an account to owners and admins as `managed-member`, and to no role as `member`', async () => {
    const { result } = await as(family.owner).run(addManagedMember, { group: family.group, name: 'Mia' })
    const roles = { owner: 'y', admin: 'y', editor: 'f', viewer: 'f', sharee: '-', stranger: '-' }
    expect(await matrix('managed-member', result)).toEqual({ ...roles, ...unseen(1) })
    expect(Object.values(await matrix('member', result))).toEqual(
      Array(6).fill('----').concat(['oooo', '----']),
    )
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
    for (const role of FAMILY_ROLES)
      expect(await as(family[role]).requestGrant('read', 'changeset', changeset!)).toBe('NOT_FOUND')
  })

  it('grants verbs on the own account, on people and on the installation', async () => {
    const all = (line: string) => Object.fromEntries(FAMILY_ROLES.map((role) => [role, line]))
    expect(await matrix('self', null)).toEqual({ ...all('yy'), ...unseen(2) })
    expect(await matrix('people', [])).toEqual({ ...all('y'), ...unseen(1) })
    expect(await matrix('instance', null)).toEqual({ ...all('yff'), nobody: 'yyf', job: '---' })
  })
})

describe('grants to read', () => {
  /** The answer in a transaction that can neither write nor lock rows. */
  const requestReadOnly = <N extends Noun>(actor: Actor, verb: VerbOf<N>, noun: N, id: IdOf<N>) =>
    codeOf(db.transaction((tx) => grant(tx, actor, verb, noun, id), { accessMode: 'read only' }))

  it('locks no rows to read an account, group, member, event, changeset or invitation, nor to write a calendar', async () => {
    const { owner, viewer, group, calendar } = family
    const { id, changeset } = await as(owner).createEvent({ calendarId: calendar })
    const { result } = await as(owner).run(createInvitation, { group })
    expect(await requestReadOnly(owner, 'read', 'self', null)).toBe('ok')
    expect(await requestReadOnly(owner, 'read', 'group', group)).toBe('ok')
    expect(await requestReadOnly(owner, 'read', 'member', { group, user: viewer.id })).toBe('ok')
    expect(await requestReadOnly(owner, 'read', 'people', [viewer.id])).toBe('ok')
    for (const verb of ['freebusy', 'read', 'write'] as const)
      expect(await requestReadOnly(owner, verb, 'calendar', calendar)).toBe('ok')
    expect(await requestReadOnly(owner, 'read', 'event', id)).toBe('ok')
    expect(await requestReadOnly(owner, 'read', 'changeset', changeset!)).toBe('ok')
    expect(await requestReadOnly(NOBODY, 'read', 'invitation', { token: result.token })).toBe('ok')
    expect(await requestReadOnly(NOBODY, 'read', 'instance', null)).toBe('ok')
  })

  it('locks no rows for the pages of account, security and group settings', async () => {
    const { owner, viewer, group } = family
    await db.transaction(
      async (tx) => {
        const self = await grant(tx, owner, 'read', 'self', null)
        expect((await planAccountDeletion(tx, self)).groups).toHaveLength(1)
        expect((await signInMethods(tx, self, randomUUID())).email).toBe(self.row.email)
        expect(groupProfile(await grant(tx, owner, 'read', 'group', group)).id).toBe(group)
        const asViewer = await grant(tx, viewer, 'read', 'group', group)
        expect(() => groupProfile(asViewer)).toThrow(new AppError('FORBIDDEN'))
      },
      { accessMode: 'read only' },
    )
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
