import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees, guestLinks } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import type { Guest } from '@/lib/access/guest-links'
import { answerEvent } from '@/lib/commands/answers'
import { updateEvent } from '@/lib/commands/events'
import type { GuestPage } from '@/lib/schemas/guest-page'
import { as, codeOf, type Family, hour, makeFamily } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { guestPage } from './guest-page'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const NOW = Date.parse('2026-11-10T12:00:00Z')

const loadPage = (guest: Guest, occurrence?: string): Promise<GuestPage> =>
  db.transaction(async (tx) => {
    const granted = await grant(tx, guest, 'read', 'event', guest.event)
    return guestPage(tx, granted, { occurrence, now: NOW })
  })

const createEvent = (input: object = {}) => {
  const { owner, viewer, calendar } = family
  return as(owner).createEvent({ calendarId: calendar, title: 'Choir', attendees: [viewer.id], ...input })
}

const weekly = { rules: ['FREQ=WEEKLY'], span: hour('2026-11-02') }

describe('guestPage', () => {
  it('shows the event, the organizer, all guests by name and the guest’s own answer', async () => {
    const { id, version } = await createEvent({ description: 'Bring notes', location: 'Hall' })
    const guest = await insertGuest(id, { email: 'ann@example.org', name: 'Ann' })
    await insertGuest(id, { email: 'bob@example.org' })
    await as(guest).run(answerEvent, { id, version, status: 'accepted', partySize: 2, comment: 'Late' })
    const page = await loadPage(guest)
    expect(page).toMatchObject({
      ...{ title: 'Choir', description: 'Bring notes', location: 'Hall', organizer: 'owner', name: 'Ann' },
      ...{ answer: { status: 'accepted', partySize: 2, comment: 'Late' }, series: null, isOver: false },
    })
    expect(page.guests!.map(({ name, status, partySize }) => [name, status, partySize]).sort()).toEqual([
      ['Ann', 'accepted', 2],
      ['bob', 'needs-action', 1],
      ['viewer', 'needs-action', 1],
    ])
    expect(JSON.stringify(page)).not.toContain('bob@example.org')
    expect(JSON.stringify(page)).not.toContain(family.viewer.email)
  })

  it('shows no other guest if the organizer hides the guest list', async () => {
    const { id } = await createEvent()
    const guest = await insertGuest(id, { name: 'Zoe' })
    await insertGuest(id, { name: 'Secret person' })
    await db.update(events).set({ guestListHidden: true }).where(eq(events.id, id))
    const page = await loadPage(guest)
    expect(page.guests).toBeNull()
    expect(JSON.stringify(page)).not.toMatch(/Secret person|"viewer"/)
  })

  it('says that the guest waits for a place, also if the guest list is hidden', async () => {
    const { id, version } = await createEvent({ capacity: 2, guestListHidden: true })
    const [ann, zoe] = [await insertGuest(id, { name: 'Ann' }), await insertGuest(id, { name: 'Zoe' })]
    await as(ann).run(answerEvent, { id, version, status: 'accepted', partySize: 2 })
    await as(zoe).run(answerEvent, { id, version, status: 'accepted' })
    expect(await loadPage(ann)).toMatchObject({ isWaiting: false, guests: null })
    expect(await loadPage(zoe)).toMatchObject({ isWaiting: true, guests: null })
  })

  it('marks an answer that was given for another time', async () => {
    const { id, version } = await createEvent({ span: hour('2026-11-21') })
    const guest = await insertGuest(id, { name: 'Zoe' })
    await as(guest).run(answerEvent, { id, version, status: 'declined' })
    await as(family.owner).run(updateEvent, { id, version, patch: { span: hour('2026-11-22') } })
    expect(await loadPage(guest)).toMatchObject({
      ...{ span: { start: '2026-11-22T09:00:00' }, answer: { status: 'declined' } },
      answer: { outdatedFor: { start: '2026-11-21T09:00:00' } },
    })
  })

  it('shows a series with its next dates, and one date with its own content and answer', async () => {
    const { id, version } = await createEvent(weekly)
    const guest = await insertGuest(id, { name: 'Zoe' })
    const date = '2026-11-23T09:00:00'
    await as(guest).run(answerEvent, { id, version, status: 'accepted' })
    await as(guest).run(answerEvent, { id, version, occurrence: date, status: 'declined' })
    const occurrence = { id: '2026-11-23T09:00:00', scope: 'this' } as const
    await as(family.owner).run(updateEvent, { id, version, patch: { title: 'Concert' }, occurrence })
    const whole = await loadPage(guest)
    expect(whole).toMatchObject({
      ...{ title: 'Choir', occurrence: null, isSeriesGuest: true, answer: { status: 'accepted' } },
      span: { start: '2026-11-16T09:00:00' },
    })
    expect(whole.dates.slice(0, 3).map(({ id, status }) => [id, status])).toEqual([
      ['2026-11-16T09:00:00', 'accepted'],
      [date, 'declined'],
      ['2026-11-30T09:00:00', 'accepted'],
    ])
    expect(await loadPage(guest, date)).toMatchObject({ title: 'Concert', answer: { status: 'declined' } })
  })

  it('shows a guest of single occurrences these and nothing of the others', async () => {
    const { id, version } = await createEvent(weekly)
    const guest = await insertGuest(id, { name: 'Zoe' })
    await db.delete(attendees).where(eq(attendees.name, 'Zoe'))
    const zoe = { userId: null, email: null, name: 'Zoe' }
    const overrides = {
      '2026-11-16T09:00:00': { title: 'Secret rehearsal', attendees: [] },
      '2026-11-23T09:00:00': { title: 'Concert', attendees: [zoe] },
    }
    await db.update(events).set({ overrides }).where(eq(events.id, id))
    const page = await loadPage(guest)
    expect(page).toMatchObject({ title: 'Concert', isSeriesGuest: false, guests: [{ name: 'Zoe' }] })
    expect(page.dates.map(({ id }) => id)).toEqual(['2026-11-23T09:00:00'])
    expect(JSON.stringify(page)).not.toContain('Secret rehearsal')
    for (const other of ['2026-11-16T09:00:00', '2026-11-30T09:00:00'])
      expect(await codeOf(loadPage(guest, other))).toBe('NOT_FOUND')
    const answer = { id, version, occurrence: '2026-11-23T09:00:00', status: 'accepted' } as const
    expect(await codeOf(as(guest).run(answerEvent, answer))).toBe('ok')
    expect(await loadPage(guest)).toMatchObject({ answer: { status: 'accepted' } })
  })

  it('links to the later part of a split series for a guest with an address', async () => {
    const { id, version } = await createEvent(weekly)
    const guest = await insertGuest(id, { email: 'ann@example.org' })
    const zoe = await insertGuest(id, { name: 'Zoe' })
    const occurrence = { id: '2026-11-23T09:00:00', scope: 'following' } as const
    await as(family.owner).run(updateEvent, { id, version, patch: { title: 'Later' }, occurrence })
    const [part] = await db.select().from(events).where(eq(events.splitFrom, id))
    const [later] = await db.select().from(guestLinks).where(eq(guestLinks.eventId, part!.id))
    expect((await loadPage(guest)).continuedBy).toBe(later!.id)
    expect((await loadPage(zoe)).continuedBy).toBeNull()
  })

  it('says that an event is over or cancelled', async () => {
    const past = await createEvent({ span: hour('2026-11-01') })
    expect(await loadPage(await insertGuest(past.id, { name: 'Zoe' }))).toMatchObject({ isOver: true })
    const { id } = await createEvent()
    await db.update(events).set({ status: 'cancelled' }).where(eq(events.id, id))
    expect(await loadPage(await insertGuest(id, { name: 'Zoe' }))).toMatchObject({ isCancelled: true })
  })
})
