import { and, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { groups, members } from '@/db/schema/groups'
import { invitations } from '@/db/schema/invitations'
import { streamsOf } from '@/lib/queries/streams'
import { streamName } from '@/lib/realtime/channels'
import {
  addMember,
  as,
  codeOf,
  errorOf,
  type Family,
  insertShare,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { createGroup } from './groups'
import { createInvitation, joinGroup, revokeInvitation } from './invitations'
import { leaveGroup, removeMember } from './members'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

async function createLink(
  by: TestUser,
  limits: { maxUses?: number; role?: 'admin' | 'editor' | 'viewer' } = {},
) {
  return (await as(by).run(createInvitation, { group: family.group, ...limits })).result
}

const join = (actor: TestUser, token: string) => as(actor).run(joinGroup, { token })

async function roleOf(actor: TestUser): Promise<string | undefined> {
  const [row] = await db
    .select()
    .from(members)
    .where(and(eq(members.groupId, family.group), eq(members.userId, actor.id)))
  return row?.role
}

async function usesOf(id: string): Promise<number> {
  const [row] = await db.select().from(invitations).where(eq(invitations.id, id))
  return row!.uses
}

async function countDisconnectJobs(actor: TestUser): Promise<number> {
  const [row] = await db.execute(sql`
    select count(*)::int as n from graphile_worker._private_jobs where payload ->> 'user' = ${actor.id}`)
  return Number(row!.n)
}

describe('createGroup', () => {
  it('creates a group with its calendar and owner and records it in each stream', async () => {
    const ann = await makeUser('ann')
    const { result, seqs } = await as(ann).run(createGroup, { name: 'Choir', color: 'teal' })
    const { calendars, groups } = await as(ann).loadReach()
    expect(groups).toEqual([
      expect.objectContaining({ id: result.id, name: 'Choir', color: 'teal', role: 'owner' }),
    ])
    expect(calendars[1]).toMatchObject({
      id: result.calendarId,
      level: 'owner',
      groupId: result.id,
      ownerId: null,
    })
    expect(Object.keys(seqs).sort()).toEqual(
      [
        streamName('calendar', result.calendarId),
        streamName('group', result.id),
        streamName('user', ann.id),
      ].sort(),
    )
  })

  it('creates groups in colors that no calendar of the user and their groups has', async () => {
    const ann = await makeUser('ann')
    for (const name of ['Choir', 'Family', 'Football', 'Neighbors']) await as(ann).run(createGroup, { name })
    const { calendars } = await as(ann).loadReach()
    expect(new Set(calendars.map(({ color }) => color)).size).toBe(5)
  })
})

describe('an invitation', () => {
  it('stores the invitation token as a hash only, also in the history', async () => {
    const { id, token } = await createLink(family.owner)
    const [row] = await db.select().from(invitations).where(eq(invitations.id, id))
    const history = await db.select().from(changes).where(eq(changes.entityId, id))
    expect(history).toHaveLength(1)
    expect(JSON.stringify([row, history])).not.toContain(token)
    expect(JSON.stringify(history)).not.toContain(row!.tokenHash)
  })

  it('lets owners and admins invite, and only owners invite admins', async () => {
    const { owner, admin, editor, viewer, stranger } = family
    const codeOfInviting = (actor: TestUser, role: 'admin' | 'editor' | 'viewer') =>
      codeOf(createLink(actor, { role }))
    expect([
      await codeOfInviting(owner, 'admin'),
      await codeOfInviting(admin, 'editor'),
      await codeOfInviting(admin, 'viewer'),
    ]).toEqual(['ok', 'ok', 'ok'])
    expect(await codeOfInviting(admin, 'admin')).toBe('FORBIDDEN')
    for (const role of ['viewer', 'editor', 'admin'] as const) {
      expect(await codeOfInviting(editor, role)).toBe('FORBIDDEN')
      expect(await codeOfInviting(viewer, role)).toBe('FORBIDDEN')
      expect(await codeOfInviting(stranger, role)).toBe('NOT_FOUND')
    }
  })

  it('rejects an invitation with the owner role', async () => {
    const owner = { group: family.group, role: 'owner' as 'admin' }
    expect(await codeOf(as(family.owner).run(createInvitation, owner))).toBe('INVALID')
  })

  it('adds a user with the role of the invitation and counts the use', async () => {
    const { id, token } = await createLink(family.admin, { role: 'viewer' })
    expect((await join(family.stranger, token)).result).toEqual({ group: family.group })
    expect(await roleOf(family.stranger)).toBe('viewer')
    expect(await usesOf(id)).toBe(1)
    expect(await as(family.stranger).requestGrant('read', 'calendar', family.calendar)).toBe('ok')
    expect(await as(family.stranger).requestGrant('write', 'calendar', family.calendar)).toBe('FORBIDDEN')
  })

  it('lets only one of two concurrent users take the last use', async () => {
    const { id, token } = await createLink(family.owner, { maxUses: 1 })
    const racers = [family.stranger, family.sharee]
    const answers = await Promise.all(racers.map((actor) => codeOf(join(actor, token))))
    expect(answers.sort()).toEqual(['GONE', 'ok'])
    expect(await usesOf(id)).toBe(1)
    expect((await Promise.all(racers.map(roleOf))).filter(Boolean)).toHaveLength(1)
    expect(await codeOf(join(await makeUser('late'), token))).toBe('GONE')
  })

  it('rejects expired and revoked invitations and those of deleted groups', async () => {
    const expired = await createLink(family.owner)
    await db
      .update(invitations)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(invitations.id, expired.id))
    expect(await codeOf(join(family.stranger, expired.token))).toBe('GONE')
    const revoked = await createLink(family.owner)
    await as(family.admin).run(revokeInvitation, { invitation: revoked.id })
    expect(await codeOf(join(family.stranger, revoked.token))).toBe('GONE')
    const open = await createLink(family.owner)
    await db.update(groups).set({ deletedAt: new Date() }).where(eq(groups.id, family.group))
    expect(await codeOf(join(family.stranger, open.token))).toBe('GONE')
    expect(await codeOf(join(family.stranger, 'a-secret-that-nobody-ever-made'))).toBe('NOT_FOUND')
    expect(await codeOf(as({ kind: 'nobody' }).run(joinGroup, { token: open.token }))).toBe('SIGNED_OUT')
    expect(await roleOf(family.stranger)).toBeUndefined()
  })

  it('keeps the role of a member who uses an invitation, and does not count the use', async () => {
    const { id, token } = await createLink(family.owner, { role: 'admin', maxUses: 1 })
    for (const role of ['owner', 'editor', 'viewer'] as const) {
      expect(await join(family[role], token)).toMatchObject({
        result: { group: family.group },
        changeset: null,
      })
      expect(await roleOf(family[role])).toBe(role)
    }
    expect(await usesOf(id)).toBe(0)
  })

  it('adds a user once when they use the link several times concurrently', async () => {
    const { id, token } = await createLink(family.owner)
    const answers = await Promise.all([1, 2, 3].map(() => codeOf(join(family.stranger, token))))
    expect(answers).toEqual(['ok', 'ok', 'ok'])
    expect([await usesOf(id), await roleOf(family.stranger)]).toEqual([1, 'editor'])
  })

  it('lets admins revoke an invitation once', async () => {
    const { id } = await createLink(family.owner)
    const revoke = (actor: TestUser) => as(actor).run(revokeInvitation, { invitation: id })
    for (const actor of [family.editor, family.viewer, family.stranger]) {
      expect(await codeOf(revoke(actor))).toBe('NOT_FOUND')
    }
    expect((await revoke(family.admin)).changeset).not.toBeNull()
    expect((await revoke(family.owner)).changeset).toBeNull()
  })
})

describe('removeMember', () => {
  it('removes all access of a removed member through the group and closes their live connections', async () => {
    const { owner, editor, group, calendar } = family
    const { id } = await as(editor).createEvent({ calendarId: calendar })
    expect(await countDisconnectJobs(editor)).toBe(0)
    const { seqs } = await as(owner).run(removeMember, { group, user: editor.id })
    expect(Object.keys(seqs).sort()).toEqual(
      [streamName('group', group), streamName('user', editor.id)].sort(),
    )
    expect(await countDisconnectJobs(editor)).toBe(1)
    const reach = await as(editor).loadReach()
    expect([reach.calendars.map((entry) => entry.id), reach.groups]).toEqual([[editor.calendar], []])
    expect(Object.keys(streamsOf(reach)).sort()).toEqual(
      [
        streamName('user', editor.id),
        streamName('calendar', editor.calendar),
        streamName('owners', editor.calendar),
      ].sort(),
    )
    expect((await as(editor).loadRange('2026-11-01', '2026-12-01')).tuples).toEqual([])
    expect(await as(editor).requestGrant('read', 'group', group)).toBe('NOT_FOUND')
    expect(await as(editor).requestGrant('read', 'calendar', calendar)).toBe('NOT_FOUND')
    // This includes events that the removed member created there.
    expect(await as(editor).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    expect(await codeOf(as(owner).run(removeMember, { group, user: editor.id }))).toBe('NOT_FOUND')
  })

  it('keeps calendars that are shared with a removed member directly', async () => {
    await insertShare(family.calendar, { userId: family.editor.id }, 'freebusy')
    await as(family.owner).run(removeMember, { group: family.group, user: family.editor.id })
    expect((await as(family.editor).loadReach()).calendars.at(-1)).toMatchObject({
      id: family.calendar,
      level: 'freebusy',
    })
  })

  it('refuses removals of members by editors and viewers, and of owners and admins by admins', async () => {
    const { owner, admin, editor, viewer, stranger, group } = family
    const other = await makeUser('other')
    await addMember(other, owner, group, 'admin')
    const codeOfRemoving = (actor: TestUser, user: TestUser) =>
      codeOf(as(actor).run(removeMember, { group, user: user.id }))
    expect(await codeOfRemoving(editor, viewer)).toBe('FORBIDDEN')
    expect(await codeOfRemoving(viewer, editor)).toBe('FORBIDDEN')
    expect(await codeOfRemoving(admin, owner)).toBe('FORBIDDEN')
    expect(await codeOfRemoving(admin, other)).toBe('FORBIDDEN')
    expect(await codeOfRemoving(stranger, viewer)).toBe('NOT_FOUND')
    expect(await codeOfRemoving(admin, viewer)).toBe('ok')
    expect(await codeOfRemoving(owner, other)).toBe('ok')
  })
})

describe('leaveGroup', () => {
  const leave = (actor: TestUser) => as(actor).run(leaveGroup, { group: family.group })

  it('lets every member leave and closes their live connections', async () => {
    await leave(family.viewer)
    expect([await roleOf(family.viewer), await countDisconnectJobs(family.viewer)]).toEqual([undefined, 1])
    expect(await codeOf(leave(family.viewer))).toBe('NOT_FOUND')
    expect(await codeOf(leave(family.stranger))).toBe('NOT_FOUND')
  })

  it('refuses to let the last owner leave', async () => {
    const error = await errorOf(leave(family.owner))
    expect([error.code, error.detail.data]).toEqual(['CONFLICT', { reason: 'last_owner' }])
    expect(await roleOf(family.owner)).toBe('owner')
  })

  it('lets only one of two owners leave concurrently', async () => {
    await db.update(members).set({ role: 'owner' }).where(eq(members.userId, family.admin.id))
    const answers = await Promise.all([codeOf(leave(family.owner)), codeOf(leave(family.admin))])
    expect(answers.sort()).toEqual(['CONFLICT', 'ok'])
    const owners = await db
      .select()
      .from(members)
      .where(and(eq(members.groupId, family.group), eq(members.role, 'owner')))
    expect(owners).toHaveLength(1)
  })
})
