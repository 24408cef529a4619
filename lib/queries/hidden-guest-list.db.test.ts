import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { updateEvent } from '@/lib/commands/events'
import { removeMember } from '@/lib/commands/members'
import { as, loadEventDetail, makeFamily, type TestUser } from '@/test/database/fixtures'
import { eventHistory } from './event-history'
import { exportedCalendars, exportedEvents } from './export'
import { home } from './home'
import { knownGuests } from './known-guests'
import { search } from './search'

const TODAY = new Date().toISOString().slice(0, 10)
const query = { q: '', calendar: [], page: 1 }

it('shows a hidden guest list to editors only, in the dialog, in search, at home and in files', async () => {
  const { owner, viewer, editor, calendar } = await makeFamily()
  const { id } = await as(owner).createEvent({
    calendarId: calendar,
    span: { type: 'all-day', start: TODAY, end: `${Number(TODAY.slice(0, 4)) + 1}-01-01` },
    attendees: [viewer.id, editor.id, { email: 'zebulon@example.org', name: 'Zebulon' }],
    guestListHidden: true,
  })
  const inFile = async (user: TestUser) => {
    const reach = await as(user).loadReach()
    const calendars = exportedCalendars(reach, { of: 'calendar', id: calendar })
    const found = []
    for await (const event of exportedEvents(db, { reach, calendars })) found.push(event)
    return found.flatMap(({ content }) => content.attendees.map(({ name }) => name)).sort()
  }
  const context = { now: Date.now(), zone: 'UTC' }
  const find = async (user: TestUser, q: object) =>
    (await search(db, await as(user).loadReach(), { ...query, ...q } as never, context)).found.length
  const atHome = async (user: TestUser) => {
    const { extras } = await home(
      db,
      await as(user).loadReach(),
      { timeZone: 'UTC', newsSeenAt: null },
      Date.now(),
    )
    return extras[id]?.people.map(({ name }) => name)
  }

  expect((await loadEventDetail(viewer, id)).attendees).toHaveLength(1)
  expect((await loadEventDetail(editor, id)).attendees).toHaveLength(3)
  expect(await inFile(viewer)).toEqual(['viewer'])
  expect(await inFile(editor)).toEqual(['Zebulon', 'editor', 'viewer'])
  expect([await find(viewer, { q: 'zebulon' }), await find(viewer, { person: editor.id })]).toEqual([0, 0])
  expect(await find(viewer, { person: viewer.id })).toBe(1)
  expect(await atHome(viewer)).toEqual(['viewer'])
})

it('suggests addresses that the user has invited before, and groups, by name', async () => {
  const { owner, editor, calendar, group } = await makeFamily()
  await as(owner).createEvent({
    calendarId: calendar,
    attendees: [{ email: 'zoe@example.org', name: 'Zoë B.' }],
  })
  const suggestionsFor = async (user: TestUser, q: string) => knownGuests(db, await as(user).loadReach(), q)
  expect((await suggestionsFor(owner, 'zoe')).addresses).toEqual([
    { email: 'zoe@example.org', name: 'Zoë B.' },
  ])
  expect((await suggestionsFor(editor, 'zoe')).addresses).toEqual([])
  expect((await suggestionsFor(editor, '')).groups.map(({ id }) => id)).toEqual([group])
})

it('suggests no addresses of events that the user no longer sees', async () => {
  const { owner, editor, calendar, group } = await makeFamily()
  await as(editor).createEvent({ calendarId: calendar, attendees: [{ email: 'zoe@example.org' }] })
  const suggestionsFor = async () => (await knownGuests(db, await as(editor).loadReach(), 'zoe')).addresses
  expect(await suggestionsFor()).toHaveLength(1)
  await as(owner).run(removeMember, { group, user: editor.id })
  expect(await suggestionsFor()).toEqual([])
})

it('shows former guests in the history to editors only, if the guest list is hidden now', async () => {
  const { owner, editor, viewer, calendar } = await makeFamily()
  const { id } = await as(owner).createEvent({ calendarId: calendar })
  const attendees = [{ email: 'zoe@example.org', name: 'Zoe' }]
  await as(owner).run(updateEvent, { id, version: 1, patch: { attendees } })
  await as(owner).run(updateEvent, { id, version: 2, patch: { guestListHidden: true } })
  const historyFor = async (user: TestUser) => {
    const reach = await as(user).loadReach()
    const history = await db.transaction(async (tx) =>
      eventHistory(tx, await grant(tx, user, 'read', 'event', id), reach),
    )
    return JSON.stringify(history)
  }
  expect(await historyFor(viewer)).not.toContain('Zoe')
  expect(await historyFor(editor)).toContain('Zoe')
})
