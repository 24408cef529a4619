import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { groups } from '@/db/schema/groups'
import { purge } from '@/lib/jobs/upkeep'
import { deletedGroups } from '@/lib/queries/groups'
import { as, codeOf, type Family, insertPlacement, insertShare, makeFamily } from '@/test/database/fixtures'
import { deleteGroup, restoreGroup } from './groups'
import { restore } from './trash'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

describe('a deleted group', () => {
  it('hides a deleted group with its calendars and restores all of it', async () => {
    const { owner, viewer, sharee, group, calendar } = family
    const early = await db
      .insert(calendars)
      .values({
        id: crypto.randomUUID(),
        ownerGroupId: group,
        name: 'Early',
        color: 'teal',
        deletedAt: new Date(0),
      })
      .returning()
    await insertShare(calendar, { userId: family.stranger.id }, 'editor')
    expect(await codeOf(as(family.admin).run(deleteGroup, { group }))).toBe('FORBIDDEN')
    await as(owner).run(deleteGroup, { group })
    for (const testUser of [owner, viewer, sharee, family.stranger]) {
      expect(await as(testUser).requestGrant('freebusy', 'calendar', calendar)).toBe('NOT_FOUND')
      expect(await as(testUser).requestGrant('read', 'group', group)).toBe('NOT_FOUND')
    }
    expect(await deletedGroups(db, await as(owner).loadReach())).toEqual([
      expect.objectContaining({ id: group }),
    ])
    expect(await deletedGroups(db, await as(viewer).loadReach())).toEqual([])
    for (const testUser of [family.admin, viewer, family.stranger]) {
      expect(await codeOf(as(testUser).run(restoreGroup, { group }))).toBe('NOT_FOUND')
    }
    await as(owner).run(restoreGroup, { group })
    expect(await as(viewer).requestGrant('read', 'calendar', calendar)).toBe('ok')
    const [earlyRow] = await db.select().from(calendars).where(eq(calendars.id, early[0]!.id))
    expect(earlyRow!.deletedAt).not.toBeNull()
    expect(await codeOf(as(owner).run(restoreGroup, { group }))).toBe('NOT_FOUND')
  })

  it('removes placements of the events of a deleted group and restores them', async () => {
    const { owner, group, calendar } = family
    const { id } = await as(owner).createEvent({ calendarId: calendar, title: 'Shown twice' })
    await insertPlacement(id, owner.calendar)
    const titles = async () =>
      (await as(owner).loadRange('2026-11-21', '2026-11-22')).tuples.map((tuple) => tuple[5])
    expect(await titles()).toEqual(['Shown twice'])
    const { seqs } = await as(owner).run(deleteGroup, { group })
    expect(await titles()).toEqual([])
    expect(Object.keys(seqs)).toContain(`calendar-${owner.calendar}`)
    await as(owner).run(restoreGroup, { group })
    expect(await titles()).toEqual(['Shown twice'])
    expect(await as(owner).requestGrant('write', 'event', id)).toBe('ok')
  })

  it('leaves a calendar to the co-owner who restores it', async () => {
    const { owner, group, calendar, stranger } = family
    await insertShare(calendar, { userId: stranger.id }, 'owner')
    const { id } = await as(owner).createEvent({ calendarId: calendar })
    await as(owner).run(deleteGroup, { group })
    await as(stranger).run(restore, { calendar })
    const theirs = async () =>
      (await as(stranger).loadReach()).calendars.find((shared) => shared.id === calendar)
    expect(await theirs()).toMatchObject({ ownerId: stranger.id, groupId: null, level: 'owner' })
    expect(await as(stranger).requestGrant('own', 'event', id)).toBe('ok')
    await db
      .update(groups)
      .set({ deletedAt: new Date(Date.now() - 31 * 86_400_000) })
      .where(eq(groups.id, group))
    await purge()
    expect(await db.select().from(groups).where(eq(groups.id, group))).toHaveLength(0)
    expect(await theirs()).toBeDefined()
    expect(await as(stranger).requestGrant('own', 'event', id)).toBe('ok')
  })

  it('keeps a deleted group while it still has a calendar', async () => {
    const { group, calendar } = family
    const longAgo = new Date(Date.now() - 31 * 86_400_000)
    await db.update(groups).set({ deletedAt: longAgo }).where(eq(groups.id, group))
    await purge()
    expect(await db.select().from(calendars).where(eq(calendars.id, calendar))).toHaveLength(1)
  })

  it('deletes a group after 30 days with its calendars and events', async () => {
    const { owner, group, calendar } = family
    const { id } = await as(owner).createEvent({ calendarId: calendar })
    await as(owner).run(deleteGroup, { group })
    await purge()
    expect(await db.select().from(groups).where(eq(groups.id, group))).toHaveLength(1)
    const longAgo = new Date(Date.now() - 31 * 86_400_000)
    await db.update(groups).set({ deletedAt: longAgo }).where(eq(groups.id, group))
    await db.update(calendars).set({ deletedAt: longAgo }).where(eq(calendars.id, calendar))
    await purge()
    expect(await db.select().from(groups).where(eq(groups.id, group))).toHaveLength(0)
    expect(await db.select().from(calendars).where(eq(calendars.id, calendar))).toHaveLength(0)
    expect(await as(owner).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })
})
