import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { placements } from '@/db/schema/placements'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { createInvitation } from '@/lib/commands/invitations'
import {
  addMember,
  as,
  codeOf,
  type Family,
  insertPlacement,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { formatEntries, loadActivity } from './activity.test.entries'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

describe('activity that is left out', () => {
  const activityText = async (actor: TestUser) => JSON.stringify(await loadActivity(actor, family.group))

  it('shows invitations in the activity only to members who manage the group', async () => {
    await as(family.owner).run(createInvitation, { group: family.group })
    for (const actor of [family.owner, family.admin])
      expect(await activityText(actor)).toContain('"invitation"')
    for (const actor of [family.editor, family.viewer]) {
      expect(await activityText(actor)).not.toContain('"invitation"')
      expect((await loadActivity(actor, family.group, { kind: 'invitation' })).entries).toEqual([])
    }
  })

  it('hides events that are, were or became private from the activity of a group', async () => {
    const { owner, editor, viewer, calendar } = family
    const make = (title: string, fields = {}) =>
      as(editor).createEvent({ calendarId: calendar, title, ...fields })
    const now = await make('SECRET-now', { visibility: 'private' })
    const became = await make('SECRET-became')
    await as(editor).run(updateEvent, { id: became.id, version: 1, patch: { visibility: 'private' } })
    const was = await make('SECRET-was', { visibility: 'private' })
    await as(editor).run(updateEvent, {
      id: was.id,
      version: 1,
      patch: { visibility: 'default', title: 'OPEN' },
    })
    const deleted = await make('SECRET-gone', { visibility: 'private' })
    await as(editor).run(deleteEvent, { id: deleted.id })
    const late = await makeUser('late')
    await addMember(late, owner, family.group, 'viewer')
    for (const actor of [viewer, late]) {
      expect(await activityText(actor)).not.toContain('SECRET')
      expect(await activityText(actor)).not.toContain(now.id)
    }
    for (const title of ['now', 'became', 'was', 'gone']) {
      expect(await activityText(owner)).toContain(`SECRET-${title}`)
    }
    for (const title of ['became', 'was']) expect(await activityText(editor)).toContain(`SECRET-${title}`)
    // The cursor reveals the position of the owners' stream, so editors use the event's own history.
    for (const title of ['now', 'gone']) expect(await activityText(editor)).not.toContain(`SECRET-${title}`)
  })

  it('hides an event from the activity of a group once it moves to a calendar that the viewer does not see', async () => {
    const { owner, viewer } = family
    const { id } = await as(owner).createEvent({ calendarId: family.calendar, title: 'SECRET-before' })
    await as(owner).run(updateEvent, { id, version: 1, patch: { calendarId: owner.calendar } })
    expect(await activityText(viewer)).not.toContain('SECRET')
    // Placed again by its title, only the title is shown.
    await insertPlacement(id, family.calendar, 'title')
    await as(owner).run(updateEvent, { id, version: 2, patch: { description: 'SECRET-text' } })
    expect(await activityText(viewer)).not.toContain('SECRET-text')
    await db.update(placements).set({ detail: 'busy' }).where(eq(placements.eventId, id))
    expect(await activityText(viewer)).not.toContain('SECRET')
  })

  it('leaves personal calendars out of the activity of a group, and refuses users who are not in the group', async () => {
    await as(family.owner).createEvent({ calendarId: family.owner.calendar, title: 'SECRET' })
    for (const actor of [family.owner, family.viewer])
      expect(await activityText(actor)).not.toContain('SECRET')
    for (const actor of [family.sharee, family.stranger])
      expect(await codeOf(loadActivity(actor, family.group))).toBe('NOT_FOUND')
  })

  it('hides events that were purged from the trash from the activity of a group', async () => {
    const { id } = await as(family.editor).createEvent({ calendarId: family.calendar, title: 'SECRET' })
    await as(family.editor).run(deleteEvent, { id })
    await db.execute(sql`update changes set before = null, after = null where entity_id = ${id}`)
    await db.execute(sql`delete from events where id = ${id}`)
    for (const actor of [family.owner, family.viewer])
      expect(await activityText(actor)).not.toContain('SECRET')
    expect(formatEntries(await loadActivity(family.owner, family.group))).toContain(
      'added event null by editor',
    )
  })
})
