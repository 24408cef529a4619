import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections, links, syncRuns } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { DAY, HOUR } from '@/lib/calendar/day'
import { NO_COUNTS } from '@/lib/commands/rows/sync-runs'
import { insertBinding, insertLink } from '@/test/database/bindings'
import { as, codeOf, errorOf, type Family, insertCalendar, makeFamily } from '@/test/database/fixtures'
import { deleteEvent } from './events'
import { disconnectBinding, pauseSync, removeConnection, syncNow, updateBinding } from './sync-settings'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const bindingRow = async (id: string) => (await db.select().from(bindings).where(eq(bindings.id, id)))[0]
const eventRow = async (id: string) => (await db.select().from(events).where(eq(events.id, id)))[0]!

describe('a connected calendar', () => {
  it('syncs a calendar at once on request, also after a problem has stopped it', async () => {
    const { owner, calendar } = family
    const later = new Date(Date.now() + 3_600_000)
    const id = await insertBinding(owner, calendar, { state: 'stopped', failures: 7, nextRunAt: later })
    const link = { id: uuidv7(), bindingId: id, remoteId: 'a.ics', origin: 'local', failures: 2 } as const
    await db.insert(links).values({ ...link, retryAt: later })
    await as(owner).run(syncNow, { binding: id })
    const [waiting] = await db.select().from(links).where(eq(links.id, link.id))
    expect(waiting).toMatchObject({ failures: 2, retryAt: null })
    const row = await bindingRow(id)
    expect(row).toMatchObject({ state: 'active', failures: 0 })
    expect(row!.nextRunAt!.getTime()).toBeLessThanOrEqual(Date.now())
  })

  it('syncs a feed on request only after a minute, and later the more events its last run has changed', async () => {
    const { owner, calendar } = family
    const nextRunOf = async (lastRunAt: Date, changed = 0) => {
      const id = await insertBinding(owner, calendar, { lastRunAt })
      const counts = { ...NO_COUNTS, changed }
      await db.insert(syncRuns).values({ id: uuidv7(), bindingId: id, startedAt: lastRunAt, counts })
      const { connectionId } = (await bindingRow(id))!
      await db.update(connections).set({ kind: 'ics' }).where(eq(connections.id, connectionId))
      await as(owner).run(syncNow, { binding: id })
      return (await bindingRow(id))!.nextRunAt!.getTime()
    }
    const now = Date.now()
    const SECOND = 1000
    expect(await nextRunOf(new Date(now - 20 * SECOND))).toBeCloseTo(now + 40 * SECOND, -4)
    expect(await nextRunOf(new Date(now - 70 * SECOND))).toBeLessThanOrEqual(Date.now())
    // A feed that has changed 2,500 events may do so four times a day.
    expect(await nextRunOf(new Date(now - 2 * HOUR), 2500)).toBeCloseTo(now + 4 * HOUR, -4)
    expect(await nextRunOf(new Date(now), 1e9)).toBeLessThan(Date.now() + DAY + SECOND)
  })

  it('syncs at once on request when the clock of the server is a day ahead of that of the database', async () => {
    const id = await insertBinding(family.owner, family.calendar, { nextRunAt: null })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    await as(family.owner).run(syncNow, { binding: id })
    vi.useRealTimers()
    expect((await bindingRow(id))!.nextRunAt!.getTime()).toBeLessThanOrEqual(Date.now())
  })

  it('refuses to sync a paused calendar, and continues once the pause ends', async () => {
    const { owner, calendar } = family
    const id = await insertBinding(owner, calendar)
    await as(owner).run(pauseSync, { binding: id, isPaused: true })
    expect(await bindingRow(id)).toMatchObject({ state: 'paused', nextRunAt: null })
    expect(await codeOf(as(owner).run(syncNow, { binding: id }))).toBe('CONFLICT')
    await as(owner).run(pauseSync, { binding: id, isPaused: false })
    expect(await bindingRow(id)).toMatchObject({ state: 'active', nextRunAt: expect.any(Date) })
  })

  it('makes sent events read-only when a sync becomes one-way, and editable when it becomes two-way', async () => {
    const { owner, calendar } = family
    const id = await insertBinding(owner, calendar, { direction: 'both' })
    const [own, locked] = [
      await as(owner).createEvent({ calendarId: calendar }),
      await as(owner).createEvent({ calendarId: calendar }),
    ]
    await insertLink(id, own.id)
    await insertLink(id, locked.id, 'locked')
    const unsent = await as(owner).createEvent({ calendarId: calendar })
    await db
      .update(links)
      .set({ state: null })
      .where(eq(links.id, await insertLink(id, unsent.id)))
    await as(owner).run(updateBinding, { binding: id, direction: 'pull', intervalMinutes: 60 })
    expect((await eventRow(own.id)).readOnly).toBe('one-way')
    expect((await eventRow(unsent.id)).readOnly).toBeNull()
    expect(await bindingRow(id)).toMatchObject({ direction: 'pull', intervalMinutes: 60 })
    await as(owner).run(updateBinding, { binding: id, direction: 'both', intervalMinutes: null })
    expect([(await eventRow(own.id)).readOnly, (await eventRow(locked.id)).readOnly]).toEqual([
      null,
      'locked',
    ])
    await db.delete(bindings).where(eq(bindings.id, id))
  })

  it('forgets events that were deleted while a sync was one-way, if they were never sent', async () => {
    const { owner, calendar } = family
    const id = await insertBinding(owner, calendar, { direction: 'pull' })
    const [sent, unsent] = [
      await as(owner).createEvent({ calendarId: calendar }),
      await as(owner).createEvent({ calendarId: calendar }),
    ]
    const [kept, forgotten] = [await insertLink(id, sent.id), await insertLink(id, unsent.id)]
    await db.update(links).set({ state: null }).where(eq(links.id, forgotten))
    for (const event of [sent, unsent]) await as(owner).run(deleteEvent, { id: event.id, version: 1 })
    await as(owner).run(updateBinding, { binding: id, direction: 'both' })
    const rows = await db.select().from(links).where(eq(links.bindingId, id))
    expect(rows.map(({ id, skipped }) => [id, skipped])).toEqual([[kept, 'kept-remotely']])
    await db.delete(bindings).where(eq(bindings.id, id))
  })

  it('refuses two-way sync if either calendar is read-only, or if the calendar is synced two-way already', async () => {
    const { owner, viewer, calendar } = family
    const remote = { id: 'x', name: 'x', zone: null, color: null, access: 'read', isPrimary: false } as const
    const readOnly = await insertBinding(owner, calendar, { remote })
    const ofViewer = await insertBinding(viewer, calendar)
    for (const [user, binding] of [
      [owner, readOnly],
      [viewer, ofViewer],
    ] as const)
      expect(await codeOf(as(user).run(updateBinding, { binding, direction: 'both' }))).toBe('FORBIDDEN')
    const [first, second] = [await insertBinding(owner, calendar), await insertBinding(owner, calendar)]
    await as(owner).run(updateBinding, { binding: first, direction: 'both' })
    const refused = await errorOf(as(owner).run(updateBinding, { binding: second, direction: 'both' }))
    expect(refused.detail.fields).toMatchObject({ direction: { code: 'taken' } })
    await db.delete(bindings).where(eq(bindings.id, first))
  })

  it('makes one of two syncs of a calendar two-way when both are changed concurrently, and refuses the other', async () => {
    const { owner } = family
    const calendar = await insertCalendar({ ownerUserId: owner.id })
    const ids = [await insertBinding(owner, calendar), await insertBinding(owner, calendar)]
    const codes = await Promise.all(
      ids.map((binding) => codeOf(as(owner).run(updateBinding, { binding, direction: 'both' }))),
    )
    expect(codes.sort()).toEqual(['INVALID', 'ok'])
  })

  it('shows the events of a synced calendar in the calendar of a group at the chosen level of detail', async () => {
    const { owner, viewer, calendar } = family
    const id = await insertBinding(owner, owner.calendar)
    const event = await as(owner).createEvent({ calendarId: owner.calendar, title: 'Dentist' })
    await insertLink(id, event.id)
    const titles = async () => {
      const { tuples } = await as(viewer).loadRange('2026-11-21', '2026-11-22')
      return tuples.filter(([shown, , , , , title]) => shown === 0 || title === 'Dentist').map((t) => t[5])
    }
    expect(await titles()).toEqual([])
    await as(owner).run(updateBinding, { binding: id, placedIn: calendar, placedDetail: 'busy' })
    expect(await titles()).toEqual([''])
    const seen = await as(owner).run(updateBinding, { binding: id, placedDetail: 'title' })
    expect(await titles()).toEqual(['Dentist'])
    expect(Object.keys(seen.seqs)).toContain(`calendar-${calendar}`)
    await as(owner).run(updateBinding, { binding: id, placedIn: null })
    expect(await titles()).toEqual([])
    expect(await bindingRow(id)).toMatchObject({ placedIn: null, placedDetail: null })
  })
})

describe('disconnecting a calendar', () => {
  const makeLinked = async () => {
    const { owner } = family
    const calendar = await insertCalendar({ ownerUserId: owner.id })
    const id = await insertBinding(owner, calendar)
    const [copy, own] = [
      await as(owner).createEvent({ calendarId: calendar }),
      await as(owner).createEvent({ calendarId: calendar }),
    ]
    await insertLink(id, copy.id, 'one-way')
    await insertLink(id, own.id, 'one-way', 'local')
    return { owner, id, calendar, copy: copy.id, own: own.id }
  }

  it('keeps the events of a disconnected calendar as ordinary events', async () => {
    const { owner, id, copy, own } = await makeLinked()
    await as(owner).run(disconnectBinding, { binding: id, copies: 'keep' })
    for (const event of [copy, own])
      expect(await eventRow(event)).toMatchObject({ readOnly: null, deletedAt: null })
    expect(await bindingRow(id)).toBeUndefined()
  })

  it('moves the events of a disconnected calendar to the trash, except those created in Kinday', async () => {
    const { owner, id, calendar, copy, own } = await makeLinked()
    const { seqs } = await as(owner).run(disconnectBinding, { binding: id, copies: 'remove' })
    expect(await eventRow(copy)).toMatchObject({ readOnly: null, deletedAt: expect.any(Date) })
    expect(await eventRow(own)).toMatchObject({ readOnly: null, deletedAt: null })
    expect(await db.select().from(links).where(eq(links.bindingId, id))).toEqual([])
    expect(Object.keys(seqs)).toContain(`calendar-${calendar}`)
  })

  it('hands the sync of a disconnected calendar over to a member who follows it, and changes no event', async () => {
    const { owner, editor, calendar } = family
    const id = await insertBinding(owner, calendar, { direction: 'both' })
    const followers = [
      await insertBinding(editor, calendar, { direction: 'both', leaderId: id, cursor: 'theirs' }),
      await insertBinding(family.admin, calendar, { direction: 'both', leaderId: id }),
    ].sort()
    const event = await as(owner).createEvent({ calendarId: calendar })
    const link = await insertLink(id, event.id)
    const reminders = { alarms: [10], occurrenceAlarms: { '2026-03-02': [5] } }
    await db.update(links).set(reminders).where(eq(links.id, link))
    await as(owner).run(disconnectBinding, { binding: id, copies: 'remove' })
    expect((await eventRow(event.id)).deletedAt).toBeNull()
    expect(await bindingRow(followers[0]!)).toMatchObject({ leaderId: null, cursor: null })
    expect(await bindingRow(followers[1]!)).toMatchObject({ leaderId: followers[0] })
    const [moved] = await db.select().from(links).where(eq(links.id, link))
    // The reminders of another account are no ancestor of those of the successor.
    expect(moved).toMatchObject({ bindingId: followers[0], alarms: null, occurrenceAlarms: null })
  })

  it('disconnects a two-way calendar whose only followers see busy times, which do not take over', async () => {
    const { owner, editor, admin } = family
    const calendar = await insertCalendar({ ownerUserId: owner.id })
    const id = await insertBinding(owner, calendar, { direction: 'both' })
    const remote = { id: 'x', name: 'x', zone: null, color: null, access: 'busy', isPrimary: false } as const
    for (const user of [editor, admin])
      await insertBinding(user, calendar, { direction: 'both', leaderId: id, nextRunAt: null, remote })
    await as(owner).run(disconnectBinding, { binding: id, copies: 'keep' })
    expect(await bindingRow(id)).toBeUndefined()
  })

  it('ends the sync of all calendars of an account that is removed, and deletes its credentials', async () => {
    const { owner, id, copy } = await makeLinked()
    const { connectionId } = (await bindingRow(id))!
    const input = { connection: connectionId, copies: 'remove' } as const
    expect(await codeOf(as(family.admin).run(removeConnection, input))).toBe('NOT_FOUND')
    await as(owner).run(removeConnection, input)
    expect(await bindingRow(id)).toBeUndefined()
    expect((await eventRow(copy)).deletedAt).not.toBeNull()
    expect(await db.select().from(connections).where(eq(connections.id, connectionId))).toEqual([])
  })

  it('refuses to disconnect a calendar that another member has connected', async () => {
    const { admin, owner, calendar } = family
    const id = await insertBinding(owner, calendar)
    expect(await codeOf(as(admin).run(disconnectBinding, { binding: id, copies: 'keep' }))).toBe('NOT_FOUND')
  })
})
