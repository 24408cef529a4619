import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { guestLinks } from '@/db/schema/attendees'
import { placements } from '@/db/schema/placements'
import { blockedUsers, users } from '@/db/schema/users'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { eventInvitations } from '@/lib/queries/event-invitations'
import type { EventFields } from '@/lib/schemas/events'
import {
  addMember,
  as,
  codeOf,
  hour,
  loadEventDetail,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { answerEvent } from './answers'
import { blockSender } from './blocks'
import { acceptEventInvitation, declineEventInvitation } from './event-invitations'
import { createEvent, updateEvent } from './events'
import { leaveGroup } from './members'
import { unplaceEvent, unplaceFromHiddenCalendars } from './placements'
import { undo } from './undo'

/** An organizer with a calendar of their own, a member of a common group, and a user in no group. */
let organizer: TestUser
let member: TestUser
let stranger: TestUser
beforeAll(async () => {
  organizer = await makeUser('organizer')
  member = await makeUser('member')
  stranger = await makeUser('stranger')
  const { group } = await makeGroup(organizer)
  await addMember(member, organizer, group)
})

const create = (fields: object = {}) =>
  as(organizer).createEvent({ calendarId: organizer.calendar, span: hour('2026-12-05'), ...fields })

const invite = (
  id: string,
  version: number,
  attendees: EventFields['attendees'],
  occurrence?: RecurrenceId,
) =>
  as(organizer).run(updateEvent, {
    id,
    version,
    patch: { attendees },
    ...(occurrence && { occurrence: { id: occurrence, scope: 'this' as const } }),
  })

const calendarsWith = async (id: string) =>
  (await db.select().from(placements).where(eq(placements.eventId, id))).flatMap(({ home, calendarId }) =>
    home ? [] : calendarId,
  )

describe('invitations of members of a common group', () => {
  it('places the event in a calendar of the invited member, who can answer but not edit it', async () => {
    const { id, version } = await create({ attendees: [member.id, organizer.id] })
    expect(await calendarsWith(id)).toEqual([member.calendar])
    expect(await loadEventDetail(member, id)).toMatchObject({
      ...{ title: 'Dinner', calendarId: member.calendar, editable: false },
      organizer: { id: organizer.id, name: 'organizer' },
    })
    await as(member).run(answerEvent, { id, version, status: 'accepted' })
    const edit = as(member).run(updateEvent, { id, version, patch: { title: 'x' } })
    expect(await codeOf(edit)).toBe('FORBIDDEN')
  })

  it('invites attendees who are added later like the first ones', async () => {
    const { id, version } = await create()
    await invite(id, version, [member.id])
    expect(await calendarsWith(id)).toEqual([member.calendar])
  })

  it('invites attendees of a single occurrence', async () => {
    const { id, version } = await create({ rules: ['FREQ=WEEKLY'] })
    await invite(id, version, [member.id], '2026-12-12T09:00:00')
    expect(await calendarsWith(id)).toEqual([member.calendar])
    expect((await loadEventDetail(member, id, '2026-12-12T09:00:00')).answer?.status).toBe('needs-action')
  })

  it('places no invitation for users who see the event already', async () => {
    const { group, calendar } = await makeGroup(organizer)
    await addMember(member, organizer, group)
    const { id } = await as(organizer).createEvent({ calendarId: calendar, attendees: [member.id] })
    expect(await calendarsWith(id)).toEqual([])
  })

  it('places no invitation for users who have blocked the organizer, which the organizer cannot tell', async () => {
    const blocker = await makeUser('blocker')
    const { group } = await makeGroup(organizer)
    await addMember(blocker, organizer, group)
    await db.insert(blockedUsers).values({ userId: blocker.id, blockedId: organizer.id })
    const { id } = await create({ attendees: [blocker.id] })
    const { id: other } = await create({ attendees: [member.id] })
    expect(await calendarsWith(id)).toEqual([])
    const hidden = async (event: string) => (await loadEventDetail(organizer, event)).hiddenPlacements
    expect([await hidden(id), await hidden(other)]).toEqual([0, 0])
    expect(await codeOf(loadEventDetail(blocker, id))).toBe('NOT_FOUND')
  })

  it('records the invitation in the stream of the invited member’s calendar, and does not let the organizer remove it as a hidden placement', async () => {
    const { seqs } = await as(organizer).run(createEvent, {
      ...{ title: 'Dinner', calendarId: organizer.calendar, attendees: [member.id] },
      span: { type: 'all-day', start: '2026-11-21', end: '2026-11-22' },
    })
    const { id } = await create({ attendees: [member.id] })
    const { result } = await as(organizer).run(unplaceFromHiddenCalendars, { event: id })
    expect(result).toEqual({ count: 0 })
    expect(await calendarsWith(id)).toEqual([member.calendar])
    expect(Object.keys(seqs)).toContain(`calendar-${member.calendar}`)
  })

  it('removes the invitation of an attendee who is removed, and restores it on undo', async () => {
    const { id, version } = await create({ attendees: [member.id, organizer.id] })
    const { changeset } = await invite(id, version, [organizer.id])
    expect(await codeOf(loadEventDetail(member, id))).toBe('NOT_FOUND')
    expect(await calendarsWith(id)).toEqual([])
    await as(organizer).run(undo, { changeset: changeset! })
    expect(await loadEventDetail(member, id)).toMatchObject({ title: 'Dinner' })
  })

  it('invites attendees to the part that is split off a series', async () => {
    const { id, version } = await create({ rules: ['FREQ=WEEKLY'], attendees: [member.id] })
    const { result } = await as(organizer).run(updateEvent, {
      ...{ id, version, patch: { title: 'Supper' } },
      occurrence: { id: '2026-12-12T09:00:00', scope: 'following' },
    })
    expect(await calendarsWith(result.id)).toEqual([member.calendar])
    expect(await loadEventDetail(member, result.id)).toMatchObject({ title: 'Supper' })
  })

  it('declines for attendees who remove the event from their calendar, and undoes both', async () => {
    const { id } = await create({ attendees: [member.id] })
    const removal = await as(member).run(unplaceEvent, { event: id, calendar: member.calendar })
    expect(await codeOf(loadEventDetail(member, id))).toBe('NOT_FOUND')
    const storedAnswers = () => db.select().from(answers).where(eq(answers.eventId, id))
    expect(await storedAnswers()).toMatchObject([{ userId: member.id, status: 'declined' }])
    await as(member).run(undo, { changeset: removal.changeset! })
    expect(await storedAnswers()).toEqual([])
    expect(await loadEventDetail(member, id)).toMatchObject({ title: 'Dinner' })
  })

  it('keeps the invitation when the attendee leaves the common group', async () => {
    const guest = await makeUser('guest')
    const { group } = await makeGroup(organizer)
    await addMember(guest, organizer, group)
    const { id } = await create({ attendees: [guest.id] })
    await as(guest).run(leaveGroup, { group })
    expect(await loadEventDetail(guest, id)).toMatchObject({ title: 'Dinner' })
  })
})

describe('pending invitations', () => {
  const listInvitations = async (user: TestUser) => eventInvitations(db, await as(user).loadReach())

  beforeAll(async () => {
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, stranger.id))
  })

  it('lists title, time and organizer of an event that invites the verified address', async () => {
    const { id } = await create({ attendees: [{ email: stranger.email.toUpperCase() }] })
    expect(await listInvitations(stranger)).toEqual([
      {
        ...{ id, title: 'Dinner', span: hour('2026-12-05'), repeats: false },
        organizer: { id: organizer.id, name: 'organizer' },
      },
    ])
    expect(await codeOf(loadEventDetail(stranger, id))).toBe('NOT_FOUND')
    expect(await listInvitations(member)).toEqual([])
  })

  it('replaces the invited address by the account, with its answer, on acceptance', async () => {
    const { id, version } = await create({ attendees: [{ email: stranger.email, name: 'S.' }] })
    const [link] = await db.select().from(guestLinks).where(eq(guestLinks.eventId, id))
    const guest = { kind: 'guest' as const, link: link!.id, event: id }
    const person = { email: stranger.email, name: null }
    await as({ ...guest, person }).run(answerEvent, { id, version, status: 'tentative' })
    await as(stranger).run(acceptEventInvitation, { event: id })
    const detail = await loadEventDetail(stranger, id)
    expect(detail).toMatchObject({ calendarId: stranger.calendar, answer: { status: 'tentative' } })
    expect(detail.attendees).toMatchObject([{ userId: stranger.id, email: null }])
    expect((await listInvitations(stranger)).map((invitation) => invitation.id)).not.toContain(id)
    expect(await codeOf(as(stranger).run(acceptEventInvitation, { event: id }))).toBe('NOT_FOUND')
  })

  it('declines in the name of the address, which does not reveal the account to the organizer', async () => {
    const { id } = await create({ attendees: [{ email: stranger.email }] })
    await as(stranger).run(declineEventInvitation, { event: id })
    expect((await loadEventDetail(organizer, id)).attendees).toMatchObject([
      { userId: null, email: stranger.email, status: 'declined' },
    ])
    expect((await listInvitations(stranger)).map((invitation) => invitation.id)).not.toContain(id)
  })

  it('rejects invitations of other users, to past events, and of removed attendees', async () => {
    const { id, version } = await create({ attendees: [{ email: stranger.email }] })
    const past = await create({ attendees: [{ email: stranger.email }], span: hour('2020-01-01') })
    for (const [user, event] of [
      [member, id],
      [stranger, past.id],
    ] as const) {
      expect(await codeOf(as(user).run(acceptEventInvitation, { event }))).toBe('NOT_FOUND')
    }
    await invite(id, version, [])
    expect(await codeOf(as(stranger).run(declineEventInvitation, { event: id }))).toBe('NOT_FOUND')
  })

  it('lists invitations to single occurrences', async () => {
    const { id, version } = await create({ rules: ['FREQ=WEEKLY'] })
    await invite(id, version, [{ email: stranger.email }], '2026-12-12T09:00:00')
    expect((await listInvitations(stranger)).map((invitation) => invitation.id)).toContain(id)
    await as(stranger).run(acceptEventInvitation, { event: id })
    expect((await loadEventDetail(stranger, id, '2026-12-12T09:00:00')).answer?.status).toBe('needs-action')
  })

  it('lists no invitations by organizers whom the user has blocked', async () => {
    const { id } = await create({ attendees: [{ email: stranger.email }] })
    await as(stranger).run(blockSender, { event: id })
    expect(await listInvitations(stranger)).toEqual([])
    await create({ attendees: [{ email: stranger.email }] })
    expect(await listInvitations(stranger)).toEqual([])
  })
})
