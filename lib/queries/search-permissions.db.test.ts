import { beforeAll, describe, expect, test } from 'vitest'
import { updateEvent } from '@/lib/commands/events'
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
})
