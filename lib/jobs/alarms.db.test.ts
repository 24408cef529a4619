import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { alarms, layers } from '@/db/schema/layers'
import { DAY, HOUR } from '@/lib/calendar/day'
import { answerEvent } from '@/lib/commands/answers'
import { setDefaultAlarms, setUserDefaultAlarms } from '@/lib/commands/default-alarms'
import { fillDueAlarms } from '@/lib/commands/effects/due-alarms'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { createShare } from '@/lib/commands/shares'
import { updateProfile } from '@/lib/commands/users'
import { addMember, as, days, insertShare, makeFamily, makeUser } from '@/test/database/fixtures'
import { dueOf, startingIn } from './alarms.test.due'
import { dispatch } from './dispatch'

/** Deletes all due alarms, and sets the time until which they are filled. */
async function deleteDueAlarms(until: number | null = null) {
  await dispatch()
  await db.execute(sql`delete from alarm_due`)
  const at = until === null ? null : new Date(until).toISOString()
  await db.execute(sql`
    insert into instance (id, alarms_filled_until) values (1, ${at}::timestamptz)
    on conflict (id) do update set alarms_filled_until = excluded.alarms_filled_until`)
}

describe('consumer of changes', () => {
  it('writes alarms of a new event for users who can read it, and none for users who see only busy time', async () => {
    const { owner, admin, editor, viewer, calendar } = await makeFamily()
    const { id } = await as(editor).createEvent({ calendarId: calendar, span: startingIn(120) })
    await dispatch()
    const due = await dueOf(id)
    expect(due.map(({ user }) => user).sort()).toEqual(
      [owner, admin, editor, viewer].map((user) => user.id).sort(),
    )
    expect(due[0]).toMatchObject({ trigger: '-15', method: 'in-app', before: 15, fired: false })
  })

  it('moves the alarms of an event with it, and deletes those of a deleted event', async () => {
    const ann = await makeUser('ann')
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar, span: startingIn(120) })
    await dispatch()
    await as(ann).run(updateEvent, { id, version: 1, patch: { span: startingIn(300) } })
    await dispatch()
    expect(await dueOf(id)).toHaveLength(1)
    await as(ann).run(updateEvent, { id, version: 2, patch: { span: startingIn(100_000) } })
    await dispatch()
    expect(await dueOf(id)).toEqual([])
    await as(ann).run(updateEvent, { id, version: 3, patch: { span: startingIn(300) } })
    await as(ann).run(deleteEvent, { id, version: 4 })
    await dispatch()
    expect(await dueOf(id)).toEqual([])
  })

  it('writes no alarm whose time has passed for an event that starts soon', async () => {
    const ann = await makeUser('ann')
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar, span: startingIn(5) })
    await dispatch()
    expect(await dueOf(id)).toEqual([])
  })

  it('replaces the default alarm with that of the calendar for only the user who set it', async () => {
    const { owner, editor, calendar } = await makeFamily()
    const { id } = await as(editor).createEvent({ calendarId: calendar, span: startingIn(120) })
    await as(owner).run(setDefaultAlarms, { calendar, timed: [{ minutesBefore: 60, method: 'email' }] })
    await dispatch()
    const due = await dueOf(id)
    expect(due.find(({ user }) => user === owner.id)).toMatchObject({ trigger: '-60', method: 'email' })
    expect(due.find(({ user }) => user === editor.id)).toMatchObject({ trigger: '-15', method: 'in-app' })
    await as(owner).run(setDefaultAlarms, { calendar, timed: [] })
    await dispatch()
    expect((await dueOf(id)).map(({ user }) => user)).not.toContain(owner.id)
    await as(owner).run(setDefaultAlarms, { calendar, reset: true })
    await as(owner).run(setUserDefaultAlarms, { timed: [{ minutesBefore: 30, method: 'in-app' }] })
    await dispatch()
    expect((await dueOf(id)).find(({ user }) => user === owner.id)).toMatchObject({ trigger: '-30' })
  })

  it('deletes the alarms of an attendee who declines an occurrence, and keeps those of others', async () => {
    const { owner, editor, calendar } = await makeFamily()
    const span = startingIn(120)
    const { id } = await as(owner).createEvent({
      ...{ calendarId: calendar, span, kind: 'meeting', attendees: [owner.id, editor.id] },
      rules: ['FREQ=DAILY'],
    })
    const answer = { status: 'declined', partySize: 1, comment: '' } as const
    await as(editor).run(answerEvent, { id, version: 1, occurrence: span.start, ...answer })
    await dispatch()
    const due = await dueOf(id)
    const alarmsOf = (user: string) =>
      due.filter((row) => row.user === user).map(({ recurrenceId }) => recurrenceId)
    expect(alarmsOf(owner.id)[0]).toBe(span.start)
    expect(alarmsOf(editor.id)).toEqual(alarmsOf(owner.id).slice(1))
    expect(alarmsOf(editor.id).length).toBeGreaterThan(0)
  })

  it('moves alarms of all-day events when the user’s time zone changes', async () => {
    const ann = await makeUser('ann')
    await as(ann).run(updateProfile, { timeZone: 'Europe/Berlin' })
    await as(ann).run(setDefaultAlarms, {
      calendar: ann.calendar,
      allDay: [{ minutesBefore: -540, method: 'in-app' }],
    })
    const day = new Date(Date.now() + DAY).toISOString().slice(0, 10)
    const next = new Date(Date.parse(day) + DAY).toISOString().slice(0, 10)
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar, span: days(day, next) })
    await dispatch()
    const [berlin] = await dueOf(id)
    await as(ann).run(updateProfile, { timeZone: 'Asia/Tokyo' })
    await dispatch()
    const tokyo = await dueOf(id)
    expect(tokyo).toHaveLength(1)
    expect([berlin!.before + 7 * 60, berlin!.before + 8 * 60]).toContain(tokyo[0]!.before)
  })

  it('writes alarms for a new member and for a new sharee', async () => {
    const { owner, group, calendar } = await makeFamily()
    const [bob, cleo] = [await makeUser('bob'), await makeUser('cleo')]
    const { id } = await as(owner).createEvent({ calendarId: calendar, span: startingIn(120) })
    await dispatch()
    await addMember(bob, owner, group, 'viewer')
    await insertShare(calendar, { userId: cleo.id }, 'viewer')
    await dispatch()
    const users = async () => (await dueOf(id)).map(({ user }) => user)
    expect(await users()).toContain(bob.id)
    // The share was inserted without a change. The change of the time zone rewrites the alarms.
    await as(cleo).run(updateProfile, { timeZone: 'Asia/Tokyo' })
    await dispatch()
    expect(await users()).toContain(cleo.id)
  })

  it('writes alarms for the members of a group with which a calendar is shared', async () => {
    const { owner, editor, group } = await makeFamily()
    const { id } = await as(owner).createEvent({ calendarId: owner.calendar, span: startingIn(120) })
    await as(owner).run(createShare, { calendar: owner.calendar, to: { group }, level: 'viewer' })
    await dispatch()
    expect((await dueOf(id)).map(({ user }) => user)).toContain(editor.id)
  })
})

describe('filling', () => {
  it('fills the alarms of the next two days, then only those of later times', async () => {
    const ann = await makeUser('ann')
    const rules = ['FREQ=DAILY']
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar, span: startingIn(60), rules })
    await deleteDueAlarms()
    const now = Date.now()
    await fillDueAlarms(now)
    expect(await dueOf(id)).toHaveLength(2)
    await fillDueAlarms(now + HOUR)
    expect(await dueOf(id)).toHaveLength(3)
    await db.execute(sql`delete from alarm_due`)
    await fillDueAlarms(now + 2 * HOUR)
    expect(await dueOf(id)).toEqual([])
  })

  it('fills alarms that became due while no worker ran, except those before the last update of the event', async () => {
    const ann = await makeUser('ann')
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar, span: startingIn(-60) })
    await deleteDueAlarms(Date.now() - DAY)
    await fillDueAlarms(Date.now())
    expect(await dueOf(id)).toEqual([])
    await db.execute(sql`update events set updated_at = now() - interval '3 days' where id = ${id}`)
    await deleteDueAlarms(Date.now() - DAY)
    await fillDueAlarms(Date.now())
    expect(await dueOf(id)).toHaveLength(1)
  })

  it('fills explicit alarms of users, also of events that they can only read', async () => {
    const { owner, viewer, stranger, calendar } = await makeFamily()
    const { id } = await as(owner).createEvent({ calendarId: calendar, span: startingIn(3 * 1440) })
    for (const { id: userId } of [viewer, stranger]) {
      const target = { userId, eventId: id, recurrenceId: null }
      await db.insert(layers).values({ id: crypto.randomUUID(), ...target, ownAlarms: true })
      const alarm = { ...target, id: crypto.randomUUID(), minutesBefore: 2 * 1440, method: 'email' } as const
      await db.insert(alarms).values(alarm)
    }
    await deleteDueAlarms()
    await fillDueAlarms(Date.now())
    expect(await dueOf(id)).toEqual([
      {
        ...{ user: viewer.id, trigger: '-2880', method: 'email', recurrenceId: null },
        ...{ before: 2880, fired: false },
      },
    ])
  })
})
