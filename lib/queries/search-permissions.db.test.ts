import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/access/actor'
import { updateEvent } from '@/lib/commands/events'
import { createGathering, deleteGathering } from '@/lib/commands/gatherings'
import { createTaskList, openTaskList } from '@/lib/commands/task-lists'
import { addTasks, deleteTasks, setTaskStatus } from '@/lib/commands/tasks'
import {
  as,
  type Family,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeUser,
} from '@/test/database/fixtures'
import { searchAs, searchTitles } from './search.test.results'

/** A search reveals nothing that the user may not read: no text, no person, no kind. */
describe('search permissions', () => {
  const SECRETS = ['secrettitle', 'secretplace', 'secretnotes', 'secretoverride']
  // Editors read what viewers read.
  const LEVELS = ['owner', 'viewer', 'freebusy'] as const
  let family: Family
  beforeAll(async () => {
    family = await makeFamily()
  })

  const createSecretEvent = async (calendarId: string, visibility: 'default' | 'private') => {
    const { id } = await as(family.owner).createEvent({
      calendarId,
      visibility,
      kind: 'meeting',
      title: 'secrettitle',
      location: 'secretplace',
      description: 'secretnotes',
      attendees: [family.admin.id],
      rules: ['FREQ=WEEKLY'],
    })
    const occurrence = { id: '2026-11-28T09:00:00', scope: 'this' as const }
    await as(family.owner).run(updateEvent, {
      id,
      version: 1,
      patch: { location: 'secretoverride' },
      occurrence,
    })
    return id
  }

  for (const level of LEVELS) {
    for (const detail of ['full', 'title', 'busy'] as const) {
      for (const visibility of ['default', 'private'] as const) {
        test(`matches only what level ${level} may read of a ${visibility} event placed as ${detail}`, async () => {
          const home = await insertCalendar({ ownerUserId: family.owner.id })
          const placedIn = await insertCalendar({ ownerUserId: family.owner.id })
          const sharee = await makeUser('sharee')
          await insertShare(placedIn, { userId: sharee.id }, level)
          const id = await createSecretEvent(home, visibility)
          await insertPlacement(id, placedIn, detail)
          const canRead = level !== 'freebusy' && (visibility === 'default' || level === 'owner')
          const canSee = { title: canRead && detail !== 'busy', texts: canRead && detail === 'full' }
          const finds = async (params: Record<string, unknown>) =>
            (await searchAs(sharee, { calendar: placedIn, ...params })).found.length > 0
          for (const secret of SECRETS) {
            const isVisible = secret === 'secrettitle' ? canSee.title : canSee.texts
            expect(await finds({ q: secret }), secret).toBe(isVisible)
            // Typos are not searched in descriptions and in locations of overrides.
            expect(await finds({ q: `${secret}x`.replace('secret', 'sceret') }), `almost ${secret}`).toBe(
              isVisible && secret !== 'secretnotes' && secret !== 'secretoverride',
            )
            expect(await finds({ q: `secrettitle ${secret}` }), `title and ${secret}`).toBe(isVisible)
          }
          expect(await finds({ q: 'admin' }), 'who takes part').toBe(canSee.texts)
          expect(await finds({ person: family.admin.id }), 'by person').toBe(canSee.texts)
          expect(await finds({ kind: 'meeting' }), 'by kind').toBe(canSee.texts)
          // Users who see only the title see every event as kind `event`.
          expect(await finds({ kind: 'event' }), 'as an event').toBe(canSee.title && !canSee.texts)
          expect(await finds({ from: '2026-11-01' }), 'by time').toBe(canSee.title)
          const text = JSON.stringify(await searchAs(sharee, { calendar: placedIn }))
          expect(text.includes('secrettitle')).toBe(canSee.title)
          for (const secret of ['secretplace', 'secretnotes', 'secretoverride', family.admin.id])
            expect(text.includes(secret) && !canSee.texts, secret).toBe(false)
        })
      }
    }
  }

  test('finds a private event for creator, attendees and owners', async () => {
    await as(family.editor).createEvent({
      calendarId: family.calendar,
      title: 'hushhush',
      visibility: 'private',
      attendees: [family.viewer.id],
    })
    const expectedByRole = { owner: 1, admin: 1, editor: 1, viewer: 1, sharee: 0, stranger: 0 }
    for (const [role, count] of Object.entries(expectedByRole))
      expect((await searchTitles(family[role as 'owner'], 'hushhush')).length, role).toBe(count)
    await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'hushtoo',
      visibility: 'private',
    })
    const expected = { owner: 1, admin: 1, editor: 0, viewer: 0, sharee: 0, stranger: 0 }
    for (const [role, count] of Object.entries(expected))
      expect((await searchTitles(family[role as 'owner'], 'hushtoo')).length, role).toBe(count)
  })

  test('does not find events in the trash', async () => {
    const { deleteEvent } = await import('@/lib/commands/events')
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'throwaway' })
    expect(await searchTitles(family.viewer, 'throwaway')).toEqual(['throwaway'])
    await as(family.owner).run(deleteEvent, { id })
    expect(await searchTitles(family.viewer, 'throwaway')).toEqual([])
  })

  describe('gatherings and tasks', () => {
    const found = async (user: Actor, q: string, filters = {}) =>
      (await searchAs(user, { q, ...filters })).others.map(({ kind, title }) => `${kind} ${title}`).sort()
    const gather = async (fields: { title: string } & Record<string, unknown>, by = family.owner) =>
      (await as(by).run(createGathering, { access: 'members', timeZone: 'UTC', ...fields })).result.id
    const addIn = async (list: string, task: { title: string; note?: string }) =>
      (await as(family.owner).run(addTasks, { list, tasks: [task] })).result.ids[0]!

    test('finds gatherings and tasks by title, location, description and note, matching titles first', async () => {
      const group = family.group
      await gather({ group, title: 'Lampion walk', description: 'Bring zebracake' })
      await gather({ group, title: 'Zebracake tasting', location: 'Lampion park' })
      const { id: list } = (await as(family.owner).run(createTaskList, { group, name: 'Lists' })).result
      const done = await addIn(list, { title: 'Zebracake', note: 'for the lampion walk' })
      await as(family.owner).run(setTaskStatus, { task: done, status: 'done' })
      const titles = async (params: Record<string, unknown>) =>
        (await searchAs(family.viewer, params)).others.map(({ title }) => title)
      expect(await titles({ q: 'zebracake' })).toEqual(['Zebracake', 'Zebracake tasting', 'Lampion walk'])
      expect(await titles({ q: 'zebracake lampion', kind: 'task' })).toEqual(['Zebracake'])
      expect(await titles({ q: 'zebracake', kind: 'gathering' })).toEqual([
        'Zebracake tasting',
        'Lampion walk',
      ])
      expect(await titles({ q: 'zebracake', calendar: family.calendar })).toEqual([])
      expect(await titles({ q: 'zebracake', from: '2026-01-01' })).toEqual([])
      expect(await titles({ q: '…' })).toEqual([])
      expect((await searchAs(family.viewer, { kind: 'task' })).found).toEqual([])
    })

    test('finds gatherings and tasks only for users who see them', async () => {
      const group = family.group
      await gather({ group, title: 'quokka members' })
      const invited = await gather({ group, title: 'quokka invited', access: 'invited' })
      await gather({ title: 'quokka open page', access: 'link' })
      const trashed = await gather({ group, title: 'quokka trash' })
      await as(family.owner).run(deleteGathering, { gathering: trashed })
      const { id: list } = (await as(family.owner).run(createTaskList, { group, name: 'Lists' })).result
      await addIn(list, { title: 'quokka task' })
      await as(family.owner).run(deleteTasks, {
        list,
        tasks: [await addIn(list, { title: 'quokka deleted' })],
      })
      const ofGathering = (await as(family.owner).run(openTaskList, { gathering: invited })).result.id
      await addIn(ofGathering, { title: 'quokka of invited' })
      const event = await as(family.owner).createEvent({
        calendarId: family.calendar,
        title: 'Party',
        visibility: 'private',
      })
      const ofEvent = (await as(family.owner).run(openTaskList, { event: event.id })).result.id
      await addIn(ofEvent, { title: 'quokka of private event' })
      const ofMembers = ['gathering quokka members', 'task quokka task']
      const ofManagers = [
        'gathering quokka invited',
        ...ofMembers.slice(0, 1),
        'task quokka of invited',
        'task quokka of private event',
        ...ofMembers.slice(1),
      ]
      const page = ['gathering quokka open page']
      const all = async (user: Actor) =>
        [
          ...(await found(user, 'quokka', { kind: 'gathering' })),
          ...(await found(user, 'quokka', { kind: 'task' })),
        ].sort()
      expect(await all(family.owner)).toEqual([...ofManagers, ...page].sort())
      expect(await all(family.admin)).toEqual(ofManagers)
      for (const role of ['editor', 'viewer'] as const) expect(await all(family[role])).toEqual(ofMembers)
      for (const role of ['sharee', 'stranger'] as const) expect(await all(family[role]), role).toEqual([])
    })
  })
})
