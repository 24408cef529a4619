import { inArray, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { revokeGrantedAccess } from '@/lib/commands/effects/revoke-access'
import { AppError } from '@/lib/errors'
import { purge } from '@/lib/jobs/upkeep'
import { addMember, as, insertPlacement, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
import { blockSender } from './blocks'
import { deleteGroup } from './groups'
import { leaveGroup, removeMember } from './members'
import { createShare, removeShare, updateShare } from './shares'

/** Creates a group of two, and an event in its calendar that only the second member sees. */
async function makeSurprise() {
  const [owner, member] = [await makeUser('owner'), await makeUser('member')]
  const { group, calendar } = await makeGroup(owner)
  await addMember(member, owner, group, 'editor')
  const create = async (title: string, hiddenFrom = [owner.id]) =>
    (await as(member).createEvent({ calendarId: calendar, title, hiddenFrom })).id
  return { owner, member, group, calendar, create, surprise: await create('Surprise') }
}

/** Shares the calendar of an owner with an editor who hides an event in it from the owner. */
async function makeSharedSurprise() {
  const { owner, member: sharee } = await makeSurprise()
  const { result } = await as(owner).run(createShare, {
    ...{ calendar: owner.calendar, to: { user: sharee.id }, level: 'editor' },
  })
  const create = async (title: string, hiddenFrom = [owner.id]) =>
    (await as(sharee).createEvent({ calendarId: owner.calendar, title, hiddenFrom })).id
  return { owner, sharee, share: result.id, create, surprise: await create('Party') }
}

async function remaining(...ids: string[]): Promise<string[]> {
  const rows = await db.select({ id: events.id }).from(events).where(inArray(events.id, ids))
  return ids.filter((id) => rows.some((row) => row.id === id))
}

const lostEventsError = (count: number, ...titles: string[]) =>
  new AppError('CONFLICT', { data: { reason: 'hidden', count, titles } })

describe('leaveGroup', () => {
  it('asks a member before deleting hidden events that nobody else sees, with their titles', async () => {
    const { member, group, create, surprise } = await makeSurprise()
    const others = [await create('Cake'), await create('Open', [])]
    const refused = as(member).run(leaveGroup, { group })
    await expect(refused).rejects.toMatchObject(lostEventsError(2, 'Surprise', 'Cake'))
    await expect(as(member).run(leaveGroup, { group, hidden: 1 })).rejects.toThrow('CONFLICT')
    expect(await remaining(surprise, ...others)).toHaveLength(3)
    await as(member).run(leaveGroup, { group, hidden: 2 })
    expect(await remaining(surprise, ...others)).toEqual([others[1]])
  })

  it('keeps a hidden event of the member’s own calendar that the group’s calendar shows', async () => {
    const { owner, member, group, calendar, surprise } = await makeSurprise()
    const mine = { calendarId: member.calendar, title: 'Mine', hiddenFrom: [owner.id] }
    const { id } = await as(member).createEvent(mine)
    await insertPlacement(id, calendar)
    await as(member).run(leaveGroup, { group, hidden: 1 })
    expect(await remaining(surprise, id)).toEqual([id])
  })

  it('deletes a hidden event that only a placement of the member would still show', async () => {
    const { member, group, surprise } = await makeSurprise()
    await insertPlacement(surprise, member.calendar)
    await expect(as(member).run(leaveGroup, { group })).rejects.toMatchObject(lostEventsError(1, 'Surprise'))
    await as(member).run(leaveGroup, { group, hidden: 1 })
    expect(await remaining(surprise)).toEqual([])
  })

  it('names at most five hidden events that leaving would delete', async () => {
    const { member, group, create } = await makeSurprise()
    for (let n = 1; n < 7; n++) await create(`Number ${n}`)
    const titles = ['Surprise', ...[1, 2, 3, 4].map((n) => `Number ${n}`)]
    await expect(as(member).run(leaveGroup, { group })).rejects.toMatchObject(lostEventsError(7, ...titles))
  })
})

it('does not reveal deleted hidden events to the owner of a group who removes a member', async () => {
  const { owner, member, group, surprise } = await makeSurprise()
  const { result } = await as(owner).run(removeMember, { group, user: member.id })
  expect(result).toEqual({ group })
  expect(await remaining(surprise)).toEqual([])
})

it('deletes hidden events that only a share with a group showed, once the group is purged from the trash', async () => {
  const { owner, member } = await makeSurprise()
  const { group } = await makeGroup(member)
  await addMember(owner, member, group)
  await as(owner).run(createShare, { calendar: owner.calendar, to: { group }, level: 'editor' })
  const create = async (hiddenFrom: string[]) =>
    (await as(member).createEvent({ calendarId: owner.calendar, title: 'Trip', hiddenFrom })).id
  const [hidden, visible] = [await create([owner.id]), await create([])]
  await as(member).run(deleteGroup, { group })
  await purge()
  expect(await remaining(hidden, visible)).toEqual([hidden, visible])
  await db.execute(
    sql`update calendars set deleted_at = now() - interval '31 days' where owner_group_id = ${group}`,
  )
  await db.execute(sql`update groups set deleted_at = now() - interval '31 days' where id = ${group}`)
  await purge()
  expect(await remaining(hidden, visible)).toEqual([visible])
})

describe('removeShare', () => {
  it('asks a sharee before deleting hidden events that nobody else sees', async () => {
    const { sharee, share, create, surprise } = await makeSharedSurprise()
    const visible = await create('Open', [])
    await expect(as(sharee).run(removeShare, { share })).rejects.toMatchObject(lostEventsError(1, 'Party'))
    await as(sharee).run(removeShare, { share, hidden: 1 })
    expect(await remaining(surprise, visible)).toEqual([visible])
  })

  it.each([
    ['ends', (owner: TestUser, share: string) => as(owner).run(removeShare, { share })],
    [
      'reduces to free/busy',
      (owner: TestUser, share: string) => as(owner).run(updateShare, { share, level: 'freebusy' }),
    ],
  ])(
    'deletes hidden events when the owner %s the only share that shows them, and does not reveal it',
    async (_, endShare) => {
      const { owner, share, surprise } = await makeSharedSurprise()
      expect((await endShare(owner, share)).result).toEqual({ id: share })
      expect(await remaining(surprise)).toEqual([])
    },
  )

  it('keeps a hidden event that another sharee sees, until that share ends too', async () => {
    const { owner, sharee, share, surprise } = await makeSharedSurprise()
    const third = await makeUser('third')
    await addMember(third, owner, (await makeGroup(owner)).group)
    const second = await as(owner).run(createShare, {
      ...{ calendar: owner.calendar, to: { user: third.id }, level: 'viewer' },
    })
    await as(sharee).run(removeShare, { share })
    expect(await remaining(surprise)).toEqual([surprise])
    await as(owner).run(removeShare, { share: second.result.id })
    expect(await remaining(surprise)).toEqual([])
  })

  it('deletes hidden events when all shares of an account end at once', async () => {
    const { owner, surprise } = await makeSharedSurprise()
    await db.transaction((tx) => revokeGrantedAccess(tx, owner.id))
    expect(await remaining(surprise)).toEqual([])
  })

  it('refuses to block the sharer of a calendar in which only the sharee sees hidden events', async () => {
    const { sharee, share, surprise } = await makeSharedSurprise()
    await expect(as(sharee).run(blockSender, { share })).rejects.toMatchObject(lostEventsError(1, 'Party'))
    expect(await remaining(surprise)).toEqual([surprise])
  })
})
