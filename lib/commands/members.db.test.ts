import { and, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { groups, members } from '@/db/schema/groups'
import { invitations } from '@/db/schema/invitations'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { groupOverview } from '@/lib/queries/groups'
import {
  as,
  codeOf,
  errorOf,
  type Family,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { deleteGroup, updateGroup } from './groups'
import { createInvitation, joinGroup } from './invitations'
import { changeRole, leaveGroup, removeMember, transferGroup } from './members'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

type Role = 'owner' | 'admin' | 'editor' | 'viewer'
const giveRole = (by: TestUser, to: TestUser, role: Role) =>
  as(by).run(changeRole, { group: family.group, user: to.id, role })

async function roleOf({ id }: TestUser): Promise<string | undefined> {
  const [row] = await db
    .select()
    .from(members)
    .where(and(eq(members.groupId, family.group), eq(members.userId, id)))
  return row?.role
}

describe('changeRole', () => {
  it('lets owners set any role, admins lower roles, and others none', async () => {
    const { owner, admin, editor, viewer, stranger } = family
    expect(await codeOf(giveRole(admin, editor, 'viewer'))).toBe('ok')
    expect(await codeOf(giveRole(admin, viewer, 'editor'))).toBe('ok')
    expect(await codeOf(giveRole(admin, editor, 'admin'))).toBe('FORBIDDEN')
    expect(await codeOf(giveRole(admin, owner, 'viewer'))).toBe('FORBIDDEN')
    expect(await codeOf(giveRole(admin, admin, 'owner'))).toBe('FORBIDDEN')
    for (const testUser of [editor, viewer])
      expect(await codeOf(giveRole(testUser, testUser, 'owner'))).toBe('FORBIDDEN')
    expect(await codeOf(giveRole(stranger, viewer, 'editor'))).toBe('NOT_FOUND')
    expect(await codeOf(giveRole(owner, stranger, 'editor'))).toBe('NOT_FOUND')
    expect(await codeOf(giveRole(owner, admin, 'viewer'))).toBe('ok')
    expect(await codeOf(giveRole(owner, viewer, 'owner'))).toBe('ok')
    expect(await roleOf(viewer)).toBe('owner')
  })

  it('closes the live connections of a member who gets a lower role', async () => {
    const { owner, admin } = family
    const countCutOffs = async () =>
      (
        await db.execute(sql`
          select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier = 'cut-off' and j.payload ->> 'user' = ${admin.id}`)
      ).length
    await giveRole(owner, admin, 'owner')
    expect(await countCutOffs()).toBe(0)
    await giveRole(owner, admin, 'editor')
    expect(await countCutOffs()).toBe(1)
  })

  it('changes access at once, and notifies the group and the member', async () => {
    const { owner, viewer, calendar } = family
    expect(await as(viewer).requestGrant('write', 'calendar', calendar)).toBe('FORBIDDEN')
    const { seqs } = await giveRole(owner, viewer, 'editor')
    expect(Object.keys(seqs).sort()).toEqual([`group-${family.group}`, `user-${viewer.id}`])
    expect(await as(viewer).requestGrant('write', 'calendar', calendar)).toBe('ok')
    expect((await giveRole(owner, viewer, 'editor')).changeset).toBeNull()
    const inCapitals = {
      group: family.group.toUpperCase(),
      user: viewer.id.toUpperCase(),
      role: 'viewer' as const,
    }
    const lowered = await as(owner).run(changeRole, inCapitals)
    expect(Object.keys(lowered.seqs).sort()).toEqual([`group-${family.group}`, `user-${viewer.id}`])
  })

  it('keeps an owner when two owners demote each other', async () => {
    const { owner, admin } = family
    expect((await errorOf(giveRole(owner, owner, 'admin'))).detail.data).toEqual({ reason: 'last_owner' })
    await giveRole(owner, admin, 'owner')
    // Both demote the other concurrently: one of them stays owner.
    const answers = await Promise.all([
      codeOf(giveRole(owner, admin, 'viewer')),
      codeOf(giveRole(admin, owner, 'viewer')),
    ])
    expect(answers.sort()).toEqual(['FORBIDDEN', 'ok'])
    expect([await roleOf(owner), await roleOf(admin)].sort()).toEqual(['owner', 'viewer'])
  })
})

describe('transferGroup', () => {
  it('makes the other member owner and the former owner admin', async () => {
    const { owner, viewer } = family
    await as(owner).run(transferGroup, { group: family.group, user: viewer.id })
    expect([await roleOf(owner), await roleOf(viewer)]).toEqual(['admin', 'owner'])
    const repeated = { group: family.group, user: family.editor.id }
    expect(await codeOf(as(owner).run(transferGroup, repeated))).toBe('FORBIDDEN')
  })

  it('keeps an owner when a group is transferred while its owner leaves', async () => {
    const { owner, editor, viewer } = family
    const to = (user: string) => codeOf(as(owner).run(transferGroup, { group: family.group, user }))
    expect(await to(owner.id)).toBe('INVALID')
    const answers = await Promise.all([
      to(editor.id),
      codeOf(as(owner).run(leaveGroup, { group: family.group })),
    ])
    // In either order, the group keeps an owner.
    expect(answers[0]).toBe('ok')
    const remaining = await db.select().from(members).where(eq(members.groupId, family.group))
    expect(remaining.filter(({ role }) => role === 'owner').map(({ userId }) => userId)).toEqual([editor.id])
    expect(await to(viewer.id)).not.toBe('ok')
  })
})

describe('removed and former members', () => {
  it('lets a removed member rejoin by a newer link only', async () => {
    const { owner, editor } = family
    const { result: old } = await as(owner).run(createInvitation, { group: family.group })
    await as(owner).run(removeMember, { group: family.group, user: editor.id })
    expect(await codeOf(as(editor).run(joinGroup, { token: old.token }))).toBe('GONE')
    expect(await roleOf(editor)).toBeUndefined()
    const { row } = await db.transaction((tx) =>
      grant(tx, editor, 'read', 'invitation', { token: old.token }),
    )
    expect(row.state).toBe('removed')
    // The link still works for other users.
    expect(await codeOf(as(family.stranger).run(joinGroup, { token: old.token }))).toBe('ok')
    const { result: newer } = await as(owner).run(createInvitation, { group: family.group })
    expect(await codeOf(as(editor).run(joinGroup, { token: newer.token }))).toBe('ok')
    // A second removal invalidates the newer link too.
    await as(owner).run(removeMember, { group: family.group, user: editor.id })
    expect(await codeOf(as(editor).run(joinGroup, { token: newer.token }))).toBe('GONE')
  })

  it('lets a member who left rejoin by any link', async () => {
    const { result } = await as(family.owner).run(createInvitation, { group: family.group })
    await as(family.editor).run(leaveGroup, { group: family.group })
    expect(await codeOf(as(family.editor).run(joinGroup, { token: result.token }))).toBe('ok')
  })

  it('invalidates the invitations of a member who is demoted, until they are admin again, or removed', async () => {
    const { owner, admin, stranger } = family
    const { result } = await as(admin).run(createInvitation, { group: family.group })
    await giveRole(owner, admin, 'editor')
    expect(await codeOf(as(stranger).run(joinGroup, { token: result.token }))).toBe('GONE')
    await giveRole(owner, admin, 'admin')
    expect(await codeOf(as(stranger).run(joinGroup, { token: result.token }))).toBe('ok')
    const late = await makeUser('late')
    await as(owner).run(removeMember, { group: family.group, user: admin.id })
    expect(await codeOf(as(late).run(joinGroup, { token: result.token }))).toBe('GONE')
  })
})

describe('updateGroup', () => {
  const row = async () => (await db.select().from(groups).where(eq(groups.id, family.group)))[0]!

  it('merges concurrent edits and answers CONFLICT for the same field', async () => {
    const id = family.group
    const change = (by: TestUser, version: number, patch: object) =>
      as(by).run(updateGroup, { id, version, patch })
    await change(family.owner, 1, { name: 'Okafors' })
    await change(family.admin, 1, { description: 'Six of us\nand a dog' })
    expect(await row()).toMatchObject({ name: 'Okafors', description: 'Six of us\nand a dog', version: 3 })
    const error = await errorOf(change(family.admin, 1, { name: 'The Okafors' }))
    expect(error.detail.data).toEqual({
      version: 3,
      current: { name: 'Okafors', description: 'Six of us\nand a dog', color: expect.any(String) },
      fields: { name: { yours: 'The Okafors', theirs: 'Okafors' } },
    })
    expect(await codeOf(change(family.editor, 3, { name: 'x' }))).toBe('FORBIDDEN')
    expect(await codeOf(change(family.stranger, 3, { name: 'x' }))).toBe('NOT_FOUND')
    expect((await change(family.owner, 3, { name: 'Okafors' })).changeset).toBeNull()
  })
})

describe('ten thousand members', () => {
  it('lists the first 100 of ten thousand members, counts them all, and deletes the group', async () => {
    const { owner, group } = family
    const singers = Array.from({ length: 10_000 }, (_, n) => ({
      id: crypto.randomUUID(),
      name: `Singer ${n}`,
    }))
    for (let from = 0; from < singers.length; from += 1000) {
      const batch = singers.slice(from, from + 1000)
      await db.insert(users).values(batch.map((user) => ({ ...user, email: `${user.id}@example.org` })))
      await db
        .insert(members)
        .values(
          batch.map(({ id }) => ({ groupId: group, userId: id, role: 'viewer' as const, color: 'sky' })),
        )
    }
    const overview = await db.transaction(async (tx) =>
      groupOverview(tx, await grant(tx, owner, 'read', 'group', group)),
    )
    expect(overview.memberCount).toBe(10_004)
    expect(overview.members).toHaveLength(100)
    expect(overview.members[0]).toMatchObject({ userId: owner.id, role: 'owner', hasAccount: true })
    await as(owner).run(deleteGroup, { group })
    expect(await db.select().from(invitations).where(eq(invitations.groupId, group))).not.toHaveLength(0)
  })
})
