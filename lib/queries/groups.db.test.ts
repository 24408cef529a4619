import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { members } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { colorFor } from '@/lib/calendar/palette'
import { groupOverviewOutput, PEOPLE_PAGE_SIZE } from '@/lib/schemas/groups'
import { as, type Family, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { createInvitation, revokeInvitation } from '../commands/invitations'
import { groupOverview, memberPage, people } from './groups'

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

describe('a group’s page', () => {
  const overview = async (actor: TestUser) =>
    groupOverviewOutput.parse(
      await groupOverview(db, await db.transaction((tx) => grant(tx, actor, 'read', 'group', family.group))),
    )

  it('shows members to all members and open invitations to admins, without tokens', async () => {
    const open = await createLink(family.owner, { maxUses: 2 })
    const revoked = await createLink(family.owner)
    await as(family.owner).run(revokeInvitation, { invitation: revoked.id })
    const mine = await overview(family.admin)
    expect(mine.members.map(({ name, role }) => [name, role])).toEqual(
      ['owner', 'admin', 'editor', 'viewer'].map((role) => [role, role]),
    )
    expect(mine.invitations.map(({ id, uses, maxUses }) => [id, uses, maxUses])).toEqual([[open.id, 0, 2]])
    for (const actor of [family.editor, family.viewer]) {
      const theirs = await overview(actor)
      expect([theirs.members.length, theirs.invitations]).toEqual([4, []])
    }
    expect(JSON.stringify(mine)).not.toMatch(/@example\.org|token|hash/i)
  })

  it('lists members of the user’s groups as people, the user first', async () => {
    const known = async (actor: TestUser) =>
      (await people(db, await as(actor).loadReach())).people.map(([id]) => id)
    const all = [family.owner, family.admin, family.editor, family.viewer].map(({ id }) => id)
    expect((await known(family.viewer))[0]).toBe(family.viewer.id)
    expect((await known(family.viewer)).sort()).toEqual(all.sort())
    expect(await known(family.sharee)).toEqual([family.sharee.id])
    // Members of a group are hidden from users outside it.
    const asked = await people(db, await as(family.stranger).loadReach(), { group: family.group })
    expect(asked).toEqual({
      people: [[family.stranger.id, 'stranger', 0, colorFor(family.stranger.id)]],
      hasMore: false,
    })
  })

  it('sorts people and members by name, ignoring accents', async () => {
    const names = ['Zoltán', 'Ørjan', 'bea', 'Łukasz', 'Åsa']
    for (const name of names) {
      const { id } = await makeUser()
      await db.update(users).set({ name }).where(eq(users.id, id))
      await db.insert(members).values({ groupId: family.group, userId: id, role: 'viewer', color: 'sky' })
    }
    const sorted = ['Åsa', 'bea', 'Łukasz', 'Ørjan', 'viewer', 'Zoltán']
    const page = await db.transaction(async (tx) =>
      memberPage(tx, await grant(tx, family.viewer, 'read', 'group', family.group), { q: '', from: 0 }),
    )
    expect(page.members.flatMap(({ name, role }) => (role === 'viewer' ? [name] : []))).toEqual(sorted)
    const known = (await people(db, await as(family.owner).loadReach())).people.map(([, name]) => name)
    expect(known).toEqual(['owner', 'admin', 'Åsa', 'bea', 'editor', ...sorted.slice(2)])
  })

  it('lists a limited number of people and finds the others by name', async () => {
    const ids = Array.from({ length: 10_000 }, () => randomUUID())
    const rows = JSON.stringify(
      ids.map((id, n) => ({ id, name: n === 7777 ? 'Zoë Ångström' : `Member ${n}` })),
    )
    await db.execute(sql`
      insert into users (id, name, email, time_zone, locale, week_start, hour_cycle)
      select id, name, id || '@example.org', 'UTC', 'en', 1, 'h23'
      from jsonb_to_recordset(${rows}::jsonb) as m (id uuid, name text)`)
    await db.execute(sql`
      insert into members (group_id, user_id, role, color)
      select ${family.group}::uuid, id, 'viewer', 'sky' from jsonb_to_recordset(${rows}::jsonb) as m (id uuid)`)
    const reach = await as(family.viewer).loadReach()
    const first = await people(db, reach, { group: family.group, selected: [ids[9000]!] })
    expect([first.people.length, first.hasMore]).toEqual([PEOPLE_PAGE_SIZE, true])
    expect(first.people.slice(0, 2).map(([id]) => id)).toEqual([family.viewer.id, ids[9000]])
    const found = await people(db, reach, { q: 'angstrom zoe' })
    expect(found).toEqual({ people: [[ids[7777], 'Zoë Ångström', 0, 'sky']], hasMore: false })
    expect((await people(db, reach, { q: '%' })).people).toEqual([])
    const page = await db.transaction(async (tx) =>
      memberPage(tx, await grant(tx, family.viewer, 'read', 'group', family.group), {
        q: 'ANGSTROM',
        from: 0,
      }),
    )
    expect([page.count, page.members[0]?.name]).toEqual([1, 'Zoë Ångström'])
  })
})
