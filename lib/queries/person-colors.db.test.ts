import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { members } from '@/db/schema/groups'
import { answerEvent } from '@/lib/commands/answers'
import { as, hour, insertShare, makeFamily, type TestUser } from '@/test/database/fixtures'
import { personColors } from './person-colors'

const NOVEMBER = { from: '2026-11-01', to: '2026-12-01', zone: 'UTC' }

it('colors events by the viewer, else the first attendee, else the creator, as far as the viewer may know', async () => {
  const { owner, admin, editor, viewer, stranger, calendar } = await makeFamily()
  const colors: [TestUser, string][] = [
    ...([
      [owner, 'teal'],
      [admin, 'sky'],
      [editor, 'pink'],
      [viewer, 'lime'],
    ] as [TestUser, string][]),
  ]
  for (const [{ id }, color] of colors) await db.update(members).set({ color }).where(eq(members.userId, id))
  await insertShare(calendar, { userId: stranger.id }, 'viewer')
  const create = async (more: object = {}) => {
    const input = { calendarId: calendar, title: 'Swim', span: hour('2026-11-05'), ...more }
    const { id, version } = await as(editor).createEvent(input)
    return { id, version }
  }
  const bins = await create()
  const dinner = await create({ attendees: [owner.id, admin.id] })
  const quiet = await create({ attendees: [owner.id], guestListHidden: true })
  const alone = await create({ attendees: [owner.id] })
  await as(owner).run(answerEvent, { ...alone, status: 'declined' })
  await create({ span: hour('2026-10-05') })
  const colorsFor = async (user: TestUser) => personColors(db, await as(user).loadReach(), NOVEMBER)

  expect((await colorsFor(viewer)).events).toEqual({
    ...{ [bins.id]: 'pink', [dinner.id]: 'sky', [quiet.id]: 'pink', [alone.id]: '' },
  })
  expect((await colorsFor(owner)).events[dinner.id]).toBe('teal')
  expect((await colorsFor(owner)).calendars).toEqual({ [owner.calendar]: 'teal' })
  expect(await colorsFor(stranger)).toEqual({ events: {}, calendars: {} })
})
