import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { attendees, guestLinks } from '@/db/schema/attendees'
import { notifications } from '@/db/schema/notifications'
import { placements } from '@/db/schema/placements'
import { type Guest, loadGuestLink } from '@/lib/access/guest-links'
import { loadReach } from '@/lib/access/reach'
import { answerEvent } from '@/lib/commands/answers'
import { confirmOwnAddress } from '@/lib/commands/google'
import { execute } from '@/lib/commands/pipeline/execute'
import { signUpByProvider } from '@/lib/commands/users'
import { dispatch } from '@/lib/jobs/dispatch'
import { as, codeOf, hour, loadEventDetail, makeUser, type TestUser } from '@/test/database/fixtures'

let organizer: TestUser
beforeAll(async () => {
  organizer = await makeUser('organizer')
})

async function invite(email: string, input: object = {}) {
  const { id, version } = await as(organizer).createEvent({
    ...{ calendarId: organizer.calendar, attendees: [{ email }], ...input },
  })
  const isOwn = and(eq(guestLinks.eventId, id), eq(guestLinks.email, email))
  const [row] = await db.select().from(guestLinks).where(isOwn)
  const link = await loadGuestLink(db, row!.id)
  return { id, version, link: row!.id, guest: (link as { guest: Guest }).guest }
}

const newAddress = () => `guest-${randomUUID()}@example.org`

async function signUp(email: string, isVerified: boolean) {
  const job = { kind: 'job', name: 'sign-up' } as const
  const { result } = await execute(
    job,
    signUpByProvider,
    { name: 'Ann', email, verified: isVerified },
    { origin: 'web' },
  )
  await dispatch()
  const user = { kind: 'user', id: result.id } as const
  return { ...user, calendar: (await loadReach(db, user)).calendars[0]!.id }
}

const calendarsOf = async (event: string) =>
  (
    await db
      .select()
      .from(placements)
      .where(and(eq(placements.eventId, event), eq(placements.home, false)))
  ).map(({ calendarId }) => calendarId)

describe('claimAnswers', () => {
  it('moves the answers given by guest links to a new account with the verified address, and shows their events in its calendar', async () => {
    const email = newAddress()
    const { id, version, link, guest } = await invite(email)
    await as(guest).run(answerEvent, { id, version, status: 'accepted', partySize: 2 })
    const user = await signUp(email, true)
    expect(await db.select().from(answers).where(eq(answers.eventId, id))).toMatchObject([
      { userId: user.id, email: null, status: 'accepted', partySize: 2 },
    ])
    expect(await db.select().from(attendees).where(eq(attendees.eventId, id))).toMatchObject([
      { userId: user.id, email: null },
    ])
    expect(await calendarsOf(id)).toEqual([user.calendar])
    expect(await loadEventDetail(user, id)).toMatchObject({ answer: { status: 'accepted' } })
    expect(await loadGuestLink(db, link)).toMatchObject({ state: 'gone' })
    expect(await codeOf(as(guest).run(answerEvent, { id, version, status: 'declined' }))).toBe('NOT_FOUND')
  })

  it('notifies the user of no invitation to an event that the user has answered by a link', async () => {
    const email = newAddress()
    const { id, version, guest } = await invite(email, { span: hour('2031-05-14') })
    await as(guest).run(answerEvent, { id, version, status: 'accepted' })
    await dispatch()
    const user = await signUp(email, true)
    expect(await db.select().from(notifications).where(eq(notifications.userId, user.id))).toEqual([])
  })

  it('leaves unanswered invitations of the address pending', async () => {
    const email = newAddress()
    const { id, link } = await invite(email)
    await signUp(email, true)
    expect(await db.select().from(attendees).where(eq(attendees.eventId, id))).toMatchObject([{ email }])
    expect(await loadGuestLink(db, link)).toMatchObject({ state: 'personal' })
  })

  it('claims the answers of an address only once it is verified', async () => {
    const email = newAddress()
    const { id, version, guest } = await invite(email)
    await as(guest).run(answerEvent, { id, version, status: 'declined' })
    const user = await signUp(email, false)
    const stored = () => db.select().from(answers).where(eq(answers.eventId, id))
    expect(await stored()).toMatchObject([{ userId: null, email }])
    await execute({ kind: 'job', name: 'google' }, confirmOwnAddress, { email }, { origin: 'web' })
    await dispatch()
    expect(await stored()).toMatchObject([{ userId: user.id, status: 'declined' }])
    // A declined event is not added to the calendar.
    expect(await calendarsOf(id)).toEqual([])
  })

  it('keeps the answer of the account if the account and its address were both invited', async () => {
    const email = newAddress()
    const user = await signUp(email, false)
    const { id, version, guest } = await invite(email)
    await db.insert(attendees).values({ id: randomUUID(), eventId: id, userId: user.id })
    await db.insert(answers).values({
      ...{ id: randomUUID(), eventId: id, userId: user.id, status: 'tentative', source: 'app' },
      givenFor: (await loadEventDetail(organizer, id)).span,
    })
    await as(guest).run(answerEvent, { id, version, status: 'accepted' })
    await execute({ kind: 'job', name: 'google' }, confirmOwnAddress, { email }, { origin: 'web' })
    await dispatch()
    expect(await db.select().from(answers).where(eq(answers.eventId, id))).toMatchObject([
      { userId: user.id, status: 'tentative' },
    ])
    const rows = await db.select().from(attendees).where(eq(attendees.eventId, id))
    expect(rows.map(({ userId }) => userId)).toEqual([user.id])
  })
})
