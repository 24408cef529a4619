import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { placements } from '@/db/schema/placements'
import { grant } from '@/lib/access/grant'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { createInvitation } from '@/lib/commands/invitations'
import { type ActivityPage, activityOutput } from '@/lib/schemas/activity'
import type { ActivityKind } from '@/lib/schemas/choices'
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
import { activity } from './activity'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const activityFor = async (
  actor: TestUser,
  asked: { person?: string; kind?: ActivityKind; before?: string } = {},
): Promise<ActivityPage> => {
  const reach = await as(actor).loadReach()
  const page = await db.transaction(async (tx) =>
    activity(tx, await grant(tx, actor, 'read', 'group', family.group), reach, asked),
  )
  return activityOutput.parse(page)
}

/** Entries as text, such as `changed event Dinner by editor`. */
const lines = ({ entries }: ActivityPage) =>
  entries.flatMap(({ author, items }) =>
    items.map(({ op, kind, name }) => `${op} ${kind} ${name} by ${author?.name ?? 'nobody'}`),
  )

describe('activity that is left out', () => {
  const everything = async (actor: TestUser) => JSON.stringify(await activityFor(actor))

  it('shows invitations only to members who manage the group', async () => {
    await as(family.owner).run(createInvitation, { group: family.group })
    for (const actor of [family.owner, family.admin])
      expect(await everything(actor)).toContain('"invitation"')
    for (const actor of [family.editor, family.viewer]) {
      expect(await everything(actor)).not.toContain('"invitation"')
      expect((await activityFor(actor, { kind: 'invitation' })).entries).toEqual([])
    }
  })

  it('hides events that are, were or became private', async () => {
    const { owner, editor, viewer, calendar } = family
    const make = (title: string, more = {}) =>
      as(editor).createEvent({ calendarId: calendar, title, ...more })
    const now = await make('SECRET-now', { visibility: 'private' })
    const became = await make('SECRET-became')
    await as(editor).run(updateEvent, { id: became.id, version: 1, patch: { visibility: 'private' } })
    const was = await make('SECRET-was', { visibility: 'private' })
    await as(editor).run(updateEvent, {
      id: was.id,
      version: 1,
      patch: { visibility: 'default', title: 'OPEN' },
    })
    const gone = await make('SECRET-gone', { visibility: 'private' })
    await as(editor).run(deleteEvent, { id: gone.id })
    const late = await makeUser('late')
    await addMember(late, owner, family.group, 'viewer')
    for (const actor of [viewer, late]) {
      expect(await everything(actor)).not.toContain('SECRET')
      expect(await everything(actor)).not.toContain(now.id)
    }
    for (const title of ['now', 'became', 'was', 'gone']) {
      expect(await everything(owner)).toContain(`SECRET-${title}`)
    }
    for (const title of ['became', 'was']) expect(await everything(editor)).toContain(`SECRET-${title}`)
    // The cursor reveals the position of the owners' stream, so editors use the event's own history.
    for (const title of ['now', 'gone']) expect(await everything(editor)).not.toContain(`SECRET-${title}`)
  })

  it('hides an event that moved to a calendar the viewer does not see', async () => {
    const { owner, viewer } = family
    const { id } = await as(owner).createEvent({ calendarId: family.calendar, title: 'SECRET-before' })
    await as(owner).run(updateEvent, { id, version: 1, patch: { calendarId: owner.calendar } })
    expect(await everything(viewer)).not.toContain('SECRET')
    // Placed again by its title, only the title is shown.
    await insertPlacement(id, family.calendar, 'title')
    await as(owner).run(updateEvent, { id, version: 2, patch: { description: 'SECRET-text' } })
    expect(await everything(viewer)).not.toContain('SECRET-text')
    await db.update(placements).set({ detail: 'busy' }).where(eq(placements.eventId, id))
    expect(await everything(viewer)).not.toContain('SECRET')
  })

  it('leaves out personal calendars, and refuses groups that the viewer is not in', async () => {
    await as(family.owner).createEvent({ calendarId: family.owner.calendar, title: 'SECRET' })
    for (const actor of [family.owner, family.viewer]) expect(await everything(actor)).not.toContain('SECRET')
    for (const actor of [family.sharee, family.stranger])
      expect(await codeOf(activityFor(actor))).toBe('NOT_FOUND')
  })

  it('hides events that were purged from the trash', async () => {
    const { id } = await as(family.editor).createEvent({ calendarId: family.calendar, title: 'SECRET' })
    await as(family.editor).run(deleteEvent, { id })
    await db.execute(sql`update changes set before = null, after = null where entity_id = ${id}`)
    await db.execute(sql`delete from events where id = ${id}`)
    for (const actor of [family.owner, family.viewer]) expect(await everything(actor)).not.toContain('SECRET')
    expect(lines(await activityFor(family.owner))).toContain('added event null by editor')
  })
})
