import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { guestLinks } from '@/db/schema/attendees'
import { alarmDue, layers } from '@/db/schema/layers'
import { DAY, HOUR, MINUTE } from '@/lib/calendar/day'
import { answerEvent } from '@/lib/commands/answers'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { updateGuestLink } from '@/lib/commands/guests'
import { removeMember } from '@/lib/commands/members'
import { purgeDueAlarms } from '@/lib/commands/rows/alarm-due'
import { as, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { startingIn } from './alarms.test.due'
import { dispatch } from './dispatch'
import { fireAlarms } from './fire-alarms'

// Enables mail. No worker runs, so nothing is sent.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

beforeEach(async () => {
  await dispatch()
  await db.execute(sql`delete from alarm_due`)
})

/** The start of all occurrences. */
const STARTS_AT = new Date()

/** Inserts due alarms of an event for users, each due a millisecond before the previous one. */
async function insertDue(
  event: string,
  users: readonly TestUser[],
  fields: Partial<typeof alarmDue.$inferInsert> = {},
  count = 1,
) {
  const now = Date.now()
  const rows = Array.from({ length: count }, (_, n) => ({
    trigger: String(-15 - n),
    dueAt: new Date(now - n),
  }))
  await db.insert(alarmDue).values(
    users.flatMap(({ id }) =>
      rows.map((row) => ({
        ...{ id: randomUUID(), userId: id, eventId: event, method: 'in-app' as const, startsAt: STARTS_AT },
        ...row,
        ...fields,
      })),
    ),
  )
}

interface Reminder {
  user: string
  event: string | null
  late: boolean
  shown: boolean
}

const remindersOf = (...users: TestUser[]) =>
  db.execute<Columns<Reminder>>(sql`
    select user_id as user, event_id as event, is_late as late, dismissed_at is null as shown
    from notifications where kind = 'reminder'
      and user_id in (select jsonb_array_elements_text(${JSON.stringify(users.map(({ id }) => id))}::jsonb)::uuid)
    order by created_at, id`)

const createEventIn = (user: TestUser, calendarId = user.calendar) =>
  as(user).createEvent({ calendarId, span: startingIn(15) })

describe('firing', () => {
  it('notifies the user of a due alarm once, and pings only that user', async () => {
    const ann = await makeUser('ann')
    const { id } = await createEventIn(ann)
    await insertDue(id, [ann])
    await db.insert(alarmDue).values({
      ...{ id: randomUUID(), userId: ann.id, eventId: id, method: 'in-app', trigger: '-5' },
      ...{ startsAt: new Date(), dueAt: new Date(Date.now() + MINUTE) },
    })
    expect(await fireAlarms()).toBe(1)
    expect(await fireAlarms()).toBe(0)
    expect(await remindersOf(ann)).toEqual([{ user: ann.id, event: id, late: false, shown: true }])
    const pings = await db.execute(sql`
      select stream, entity, before, after from changes where entity = 'notification' and stream = ${`user-${ann.id}`}`)
    expect(pings).toEqual([{ stream: `user-${ann.id}`, entity: 'notification', before: null, after: null }])
    // If the clock is set back, alarms that have fired do not fire again.
    expect(await fireAlarms(Date.now() - HOUR)).toBe(0)
    expect(await fireAlarms()).toBe(0)
  })

  it('writes one notification for alarms on several channels, and does not show an alarm in the app that is for e-mail only', async () => {
    const ann = await makeUser('ann')
    const [both, mail] = [await createEventIn(ann), await createEventIn(ann)]
    const dueAt = new Date()
    await insertDue(both.id, [ann], { dueAt })
    await insertDue(both.id, [ann], { dueAt, method: 'email' })
    await insertDue(mail.id, [ann], { method: 'email' })
    await fireAlarms()
    const found = await remindersOf(ann)
    expect(found).toHaveLength(2)
    expect(found.find(({ event }) => event === both.id)).toMatchObject({ shown: true })
    expect(found.find(({ event }) => event === mail.id)).toMatchObject({ shown: false })
  })

  it('does not remind users who cannot see the event any more, nor of deleted or muted events', async () => {
    const { owner, editor, stranger, group, calendar } = await makeFamily()
    const { id } = await createEventIn(owner, calendar)
    const deleted = await createEventIn(owner, calendar)
    const muted = await createEventIn(owner, calendar)
    await db.insert(layers).values({ id: randomUUID(), userId: owner.id, eventId: muted.id, muted: true })
    await insertDue(id, [owner, editor, stranger])
    await insertDue(deleted.id, [owner])
    await insertDue(muted.id, [owner])
    await as(owner).run(removeMember, { group, user: editor.id })
    await as(owner).run(deleteEvent, { id: deleted.id, version: 1 })
    expect(await fireAlarms()).toBe(5)
    expect(await remindersOf(owner, editor, stranger)).toMatchObject([{ user: owner.id, event: id }])
  })

  it('marks alarms that were due while no worker ran as late, once per occurrence, and combines many', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const dueAt = new Date(Date.now() - DAY)
    const event = await createEventIn(ann)
    await insertDue(event.id, [ann], { dueAt })
    await insertDue(event.id, [ann], { dueAt: new Date(dueAt.getTime() + MINUTE), trigger: '-10' })
    for (let n = 0; n < 7; n++) await insertDue((await createEventIn(bob)).id, [bob], { dueAt })
    await insertDue((await createEventIn(bob)).id, [bob])
    expect(await fireAlarms()).toBe(10)
    expect(await remindersOf(ann)).toEqual([{ user: ann.id, event: event.id, late: true, shown: true }])
    const ofBob = await remindersOf(bob)
    expect(ofBob.map(({ event, late }) => [event === null, late]).sort()).toEqual([
      [false, false],
      [true, true],
    ])
  })

  it('keeps fired alarms as long as a change could write them again', async () => {
    const ann = await makeUser('ann')
    const { id } = await createEventIn(ann)
    const now = Date.now()
    await insertDue(id, [ann], { startsAt: new Date(now + DAY) })
    await fireAlarms()
    const count = async () => (await db.execute(sql`select 1 from alarm_due where event_id = ${id}`)).length
    await purgeDueAlarms(now + 7 * DAY)
    expect(await count()).toBe(1)
    await purgeDueAlarms(now + 9 * DAY)
    expect(await count()).toBe(0)
  })
})

describe('exactly once', () => {
  it('fires each alarm once with several workers at the same time', async () => {
    const { owner, admin, editor, viewer, calendar } = await makeFamily()
    const { id } = await createEventIn(owner, calendar)
    await insertDue(id, [owner, admin, editor, viewer], {}, 300)
    const fired = await Promise.all([fireAlarms(), fireAlarms(), fireAlarms()])
    expect(fired.reduce((sum, count) => sum + count)).toBe(1200)
    expect(await remindersOf(owner, admin, editor, viewer)).toHaveLength(1200)
  })

  it('fires each alarm once when the worker is killed before or after any commit', async () => {
    const ann = await makeUser('ann')
    const { id } = await createEventIn(ann)
    for (const [commit, moment, firedBefore] of [
      [1, 'before', 0],
      [2, 'before', 500],
      [2, 'after', 600],
    ] as const) {
      await db.execute(sql`delete from alarm_due`)
      await db.execute(sql`delete from notifications`)
      await insertDue(id, [ann], {}, 600)
      await runUntilKilled(commit, moment)
      expect(await remindersOf(ann), `killed ${moment} commit ${commit}`).toHaveLength(firedBefore)
      await fireAlarms()
      expect(await remindersOf(ann), `killed ${moment} commit ${commit}`).toHaveLength(600)
    }
  }, 180_000)
})

/** Runs a process that fires alarms until it is killed. */
async function runUntilKilled(commit: number, moment: 'before' | 'after'): Promise<void> {
  const args = ['--import', 'tsx', '--conditions=react-server', 'lib/jobs/fire-alarms.test.worker.ts']
  const env = { ...process.env, KILL_TASK: JSON.stringify({ commit, moment }) }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [, signal] = await once(child, 'exit')
  expect(signal, `commit ${commit}, ${moment}`).toBe('SIGKILL')
}

/** Creates an event in 59 minutes with a guest, who can choose reminders. */
async function makeGuestScenario(fields: object = {}) {
  const ann = await makeUser('ann')
  const email = `gus-${randomUUID()}@example.org`
  const { id } = await as(ann).createEvent({
    ...{ calendarId: ann.calendar, title: 'Concert', kind: 'meeting', span: startingIn(59) },
    ...{ attendees: [{ email }], ...fields },
  })
  const [link] = await db.select().from(guestLinks).where(eq(guestLinks.eventId, id))
  const guest = { kind: 'guest', link: link!.id, event: id, person: { email, name: null } } as const
  const remind = async (remindMinutesBefore: 15 | null) => {
    await as(guest).run(updateGuestLink, { event: id, remindMinutesBefore })
    await dispatch()
  }
  const isDue = sql`event_id = ${id} and guest_link_id is not null`
  const dueCount = async () => (await db.execute(sql`select 1 from alarm_due where ${isDue}`)).length
  /** Fires the reminders of the guest. Returns the number of mails. */
  const fireAndCountMails = async () => {
    await db.execute(sql`update alarm_due set due_at = now() - interval '1 second' where ${isDue}`)
    await fireAlarms()
    return (
      await db.execute(sql`
      select 1 from deliveries where template = 'guest-reminder' and address = ${email}`)
    ).length
  }
  return { ann, id, email, link: link!.id, remind, dueCount, fireAndCountMails }
}

describe('reminders of guests', () => {
  it('writes reminders when a guest chooses them, and deletes them when the guest turns them off', async () => {
    const { remind, dueCount, fireAndCountMails } = await makeGuestScenario()
    await remind(15)
    expect(await dueCount()).toBe(1)
    await remind(null)
    expect(await dueCount()).toBe(0)
    await remind(15)
    expect(await fireAndCountMails()).toBe(1)
  })

  it('mails no reminder to a guest who has unsubscribed or chosen another time', async () => {
    const unsubscribed = await makeGuestScenario()
    await unsubscribed.remind(15)
    await db.update(guestLinks).set({ unsubscribed: true }).where(eq(guestLinks.id, unsubscribed.link))
    expect(await unsubscribed.fireAndCountMails()).toBe(0)
    const other = await makeGuestScenario()
    await other.remind(15)
    await db.update(guestLinks).set({ remindMinutesBefore: 60 }).where(eq(guestLinks.id, other.link))
    expect(await other.fireAndCountMails()).toBe(0)
  })

  it('mails reminders only of occurrences to which the guest is invited', async () => {
    const span = startingIn(59)
    const { ann, id, remind, dueCount, fireAndCountMails } = await makeGuestScenario({
      span,
      rules: ['FREQ=WEEKLY'],
    })
    await remind(15)
    await as(ann).run(updateEvent, {
      ...{ id, version: 1, patch: { attendees: [{ email: 'other@example.org' }] } },
      occurrence: { id: span.start, scope: 'this' },
    })
    await dispatch()
    expect(await dueCount()).toBe(1)
    expect(await fireAndCountMails()).toBe(0)
  })

  it('mails reminders at the time that a guest chose, unless the guest has declined, was removed or lost the link', async () => {
    const ann = await makeUser('ann')
    const guests = ['yes', 'no', 'removed', 'revoked'].map((name) => `${name}-${randomUUID()}@example.org`)
    const [yes, no, removed, revoked] = guests as [string, string, string, string]
    const { id } = await as(ann).createEvent({
      ...{ calendarId: ann.calendar, title: 'Concert', kind: 'meeting', span: startingIn(59) },
      attendees: guests.map((email) => ({ email })),
    })
    await db.execute(sql`update guest_links set remind_minutes_before = 60 where event_id = ${id}`)
    const linkOf = async (email: string) =>
      (await db.select().from(guestLinks).where(sql`event_id = ${id} and email = ${email}`))[0]!.id
    const guest = {
      kind: 'guest',
      link: await linkOf(no),
      event: id,
      person: { email: no, name: null },
    } as const
    const { version } = (
      await as(ann).run(updateEvent, {
        ...{ id, version: 1 },
        patch: { attendees: [yes, no, revoked].map((email) => ({ email })), span: startingIn(90) },
      })
    ).result
    await as(guest).run(answerEvent, { id, version, status: 'declined', partySize: 1, comment: '' })
    await db.execute(sql`update guest_links set revoked_at = now() where id = ${await linkOf(revoked)}`)
    await dispatch()
    await db.execute(
      sql`update alarm_due set due_at = now() - interval '1 second' where event_id = ${id} and guest_link_id is not null`,
    )
    await fireAlarms()
    const mails = await db.execute<{ address: string; event: string; when: string }>(sql`
      select address, data ->> 'event' as event, data ->> 'when' as when from deliveries
      where template = 'guest-reminder' and address in (${yes}, ${no}, ${removed}, ${revoked})`)
    expect(mails).toEqual([{ address: yes, event: 'Concert', when: expect.stringMatching(/\d\d:\d\d/) }])
  })
})
