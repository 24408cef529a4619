import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { deleteCalendar } from '@/lib/commands/calendars'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { placeEvent, unplaceEvent } from '@/lib/commands/placements'
import { restore } from '@/lib/commands/trash'
import { undo } from '@/lib/commands/undo'
import { as, codeOf, type Family, insertCalendar, makeFamily } from '@/test/database/fixtures'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

/**
 * Creates an event of the editor, and one of the owner. `addTwin` moves the owner's event to the family's calendar and
 * gives it the UID of the editor's event.
 */
async function makeTwins(visibility: 'default' | 'private' = 'default') {
  const { owner, editor } = family
  const { id } = await as(editor).createEvent({ calendarId: editor.calendar })
  const elsewhere = await insertCalendar({ ownerUserId: owner.id })
  const { id: twin } = await as(owner).createEvent({ calendarId: elsewhere, visibility })
  const addTwin = (tx: Pick<typeof db, 'execute'> = db) =>
    tx.execute(sql`with named as (update events set uid = ${id} where id in (${id}, ${twin}))
      update placements set calendar_id = ${family.calendar} where event_id = ${twin} and home`)
  return { id, addTwin }
}

/** Commands that add an event to the family's calendar. Each prepares its state and returns the command to run. */
const COMMANDS = {
  async move(id: string) {
    const patch = { calendarId: family.calendar }
    return () => as(family.editor).run(updateEvent, { id, version: 1, patch })
  },
  async place(id: string) {
    return () => as(family.editor).run(placeEvent, { event: id, calendar: family.calendar, detail: 'full' })
  },
  async restore(id: string) {
    await (await COMMANDS.place(id))()
    await as(family.editor).run(deleteEvent, { id })
    return () => as(family.editor).run(restore, { event: id })
  },
  async 'undo of a deletion'(id: string) {
    await (await COMMANDS.move(id))()
    const { changeset } = await as(family.editor).run(deleteEvent, { id })
    return () => as(family.editor).run(undo, { changeset: changeset! })
  },
  async 'undo of a removal'(id: string) {
    await (await COMMANDS.place(id))()
    const ids = { event: id, calendar: family.calendar }
    const { changeset } = await as(family.editor).run(unplaceEvent, ids)
    return () => as(family.editor).run(undo, { changeset: changeset! })
  },
  async 'undo of a move'(id: string) {
    await (await COMMANDS.move(id))()
    const patch = { calendarId: family.editor.calendar }
    const { changeset } = await as(family.editor).run(updateEvent, { id, version: 2, patch })
    return () => as(family.editor).run(undo, { changeset: changeset! })
  },
}

const isWaiting = async () =>
  (
    await db.execute(sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
  ).length > 0

describe.each(Object.entries(COMMANDS))('%s', (_, prepare) => {
  it('refuses an event after a concurrent command that adds the same UID', async () => {
    const { id, addTwin } = await makeTwins()
    const act = await prepare(id)
    let isDone = false
    const outcome = await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from calendars where id = ${family.calendar} for no key update`)
      const code = codeOf(act()).finally(() => {
        isDone = true
      })
      await expect.poll(async () => isDone || (await isWaiting())).toBe(true)
      await addTwin(tx)
      return { code }
    })
    expect(await outcome.code).toBe('INVALID')
  })

  it('ignores an event with the same UID that the user cannot see', async () => {
    const { id, addTwin } = await makeTwins('private')
    const act = await prepare(id)
    await addTwin()
    expect(await codeOf(act())).toBe('ok')
  })
})

it('restores a calendar without the placement whose UID a concurrent command adds', async () => {
  const { owner } = family
  const calendar = await insertCalendar({ ownerUserId: owner.id })
  const { id } = await as(owner).createEvent({ calendarId: calendar })
  await as(owner).run(placeEvent, { event: id, calendar: family.calendar, detail: 'full' })
  await as(owner).run(deleteCalendar, { calendar })
  const elsewhere = await insertCalendar({ ownerUserId: owner.id })
  const { id: twin } = await as(owner).createEvent({ calendarId: elsewhere })
  await db
    .update(events)
    .set({ uid: `${id}@kinday` })
    .where(eq(events.id, twin))
  const restored = await db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from calendars where id = ${family.calendar} for no key update`)
    const code = codeOf(as(owner).run(restore, { calendar }))
    await expect.poll(isWaiting).toBe(true)
    await tx.execute(
      sql`update placements set calendar_id = ${family.calendar} where event_id = ${twin} and home`,
    )
    return { code }
  })
  expect(await restored.code).toBe('ok')
  expect(
    await db.execute(sql`select event_id as id from placements
      where calendar_id = ${family.calendar} and uid = ${`${id}@kinday`} and deleted_at is null`),
  ).toEqual([{ id: twin }])
})
