import { beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  as,
  type Family,
  insertCalendar,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { NOBODY } from './actor'
import { VERBS } from './verbs'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

describe('shares', () => {
  it('gives members of a group access to a calendar shared with it; a viewer of the group stays a viewer', async () => {
    const [ann, bob, vera] = [await makeUser('ann'), await makeUser('bob'), await makeUser('vera')]
    const { group } = await makeGroup(ann)
    await addMember(bob, ann, group, 'editor')
    await addMember(vera, ann, group, 'viewer')
    const highestLevelAndVerb = async (testUser: TestUser, calendar: string) => {
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
      expect(await highestLevelAndVerb(bob, calendar)).toEqual(forEditor)
      expect(await highestLevelAndVerb(vera, calendar)).toEqual(forViewer)
      expect(await highestLevelAndVerb(family.owner, calendar)).toEqual([undefined, undefined])
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
