import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answerEvent } from '@/lib/commands/answers'
import { updateEvent } from '@/lib/commands/events'
import type { UnansweredInvitation } from '@/lib/schemas/home'
import {
  addMember,
  as,
  type Family,
  hour,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { unanswered } from './unanswered'

const NOW = Date.parse('2026-11-02T12:00:00Z')

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const invite = (input: object = {}) =>
  as(family.owner).createEvent({
    ...{ calendarId: family.calendar, title: 'Concert', span: hour('2026-12-03') },
    ...{ attendees: [family.viewer.id] },
    ...input,
  })

async function listFor(user: TestUser) {
  const found = await unanswered(db, await as(user).loadReach(), NOW)
  return found.map(({ title, invitedBy, answer }) => `${title} from ${invitedBy}: ${answer.status}`)
}

it('lists an invitation for its attendee until it is answered', async () => {
  const { id } = await invite()
  expect(await listFor(family.viewer)).toEqual(['Concert from owner: needs-action'])
  expect(await listFor(family.editor)).toEqual([])
  expect(await listFor(family.owner)).toEqual([])
  await as(family.viewer).run(answerEvent, { id, version: 1, status: 'declined' })
  expect(await listFor(family.viewer)).toEqual([])
})

it('lists an invitation again when the event moves, with the former answer', async () => {
  const { id } = await invite()
  await as(family.viewer).run(answerEvent, { id, version: 1, status: 'accepted' })
  await as(family.owner).run(updateEvent, { id, version: 1, patch: { span: hour('2026-12-04') } })
  expect(await listFor(family.viewer)).toEqual(['Concert from owner: accepted'])
})

it('shows no inviter for an invitation from the organizer of another account', async () => {
  const { id } = await invite()
  await db.execute(sql`update events set read_only = 'not-organizer', organizer_id = null where id = ${id}`)
  expect(await listFor(family.viewer)).toEqual(['Concert from null: needs-action'])
})

it('lists a running series, but no past event and no event outside the viewer’s calendars', async () => {
  await invite({ title: 'Choir', span: hour('2026-10-01'), rules: ['FREQ=WEEKLY'] })
  await invite({ title: 'Over', span: hour('2026-10-01') })
  const { calendar } = family.stranger
  await as(family.stranger).createEvent({
    calendarId: calendar,
    title: 'Elsewhere',
    span: hour('2026-12-01'),
  })
  expect(await listFor(family.viewer)).toEqual(['Choir from owner: needs-action'])
})

it('returns the next occurrence of a series', async () => {
  await invite({ title: 'Choir', span: hour('2026-10-01'), rules: ['FREQ=WEEKLY'] })
  const [found] = await unanswered(db, await as(family.viewer).loadReach(), NOW)
  expect(found!.span.start).toBe('2026-11-05T09:00:00')
})

describe('an attendee of single occurrences', () => {
  const DAYS = ['2026-10-29', '2026-11-12', '2026-11-19', '2026-11-26']

  /** Creates a weekly series, and invites a user to a past occurrence and to three coming ones, the last cancelled. */
  async function inviteToOccurrences(user: TestUser) {
    const { id } = await invite({
      title: 'Choir',
      span: hour('2026-10-01'),
      rules: ['FREQ=WEEKLY'],
      attendees: [],
    })
    for (const [index, day] of DAYS.entries()) {
      await as(family.owner).run(updateEvent, {
        ...{ id, version: index + 1, occurrence: { id: `${day}T09:00:00`, scope: 'this' } },
        patch: { title: `Solo ${day}`, attendees: [user.id] },
      })
    }
    const cancelled = `{${DAYS[3]}T09:00:00,status}`
    await db.execute(
      sql`update events set overrides = jsonb_set(overrides, ${cancelled}::text[], '"cancelled"') where id = ${id}`,
    )
    return id
  }

  it('lists invitations to future occurrences until they are answered, whether or not the attendee can read the series', async () => {
    const guest = await makeUser('guest')
    const { group } = await makeGroup(family.owner)
    await addMember(guest, family.owner, group)
    for (const user of [family.viewer, guest]) {
      const id = await inviteToOccurrences(user)
      const list = async () => unanswered(db, await as(user).loadReach(), NOW)
      expect(await list()).toMatchObject(
        ['2026-11-12', '2026-11-19'].map((day) => ({
          ...{ id, occurrence: `${day}T09:00:00`, title: `Solo ${day}`, repeats: false },
          span: { start: `${day}T09:00:00` },
        })),
      )
      const [{ version, occurrence }] = (await list()) as [UnansweredInvitation]
      await as(user).run(answerEvent, { id, version, occurrence: occurrence!, status: 'accepted' })
      expect((await list()).map(({ title }) => title)).toEqual(['Solo 2026-11-19'])
    }
    expect(await listFor(family.editor)).toEqual([])
  })
})
