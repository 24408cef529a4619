import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import { planAccountDeletion } from '@/lib/queries/account-deletion'
import {
  addMember,
  as,
  codeOf,
  errorOf,
  type Family,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { deleteAccount } from './account-deletion'
import { updateEvent } from './events'
import { leaveGroup, removeMember } from './members'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

/** Creates an event in the family's calendar that is hidden from the admin, a co-owner of the calendar. */
const createSurprise = (fields: object = {}) =>
  as(family.editor).createEvent({
    ...{ calendarId: family.calendar, title: 'Surprise', hiddenFrom: [family.admin.id] },
    ...fields,
  })

async function edit(testUser: TestUser, id: string, patch: object) {
  const [row] = await db.select({ version: events.version }).from(events).where(eq(events.id, id))
  return as(testUser).run(updateEvent, { id, version: row!.version, patch })
}

describe('users that an event can be hidden from', () => {
  it('rejects hiding an event from its guests, its creator, the actor or users that the actor does not know', async () => {
    const { editor, owner, admin, viewer, stranger } = family
    const { id } = await createSurprise({ attendees: [viewer.id] })
    const fieldErrors = async (testUser: TestUser, patch: object) =>
      (await errorOf(edit(testUser, id, patch))).detail.fields
    expect(await fieldErrors(owner, { hiddenFrom: [viewer.id] })).toEqual({ hiddenFrom: { code: 'attends' } })
    expect(await fieldErrors(owner, { attendees: [viewer.id, admin.id] })).toEqual({
      hiddenFrom: { code: 'attends' },
    })
    for (const [testUser, target] of [
      [owner, owner],
      [owner, editor],
      [owner, stranger],
    ] as const) {
      expect(await fieldErrors(testUser, { hiddenFrom: [target.id] })).toEqual({
        hiddenFrom: { code: 'invalid' },
      })
    }
  })

  it('refuses an undo that would invite users whom the event is hidden from', async () => {
    const { editor, viewer } = family
    const { id } = await createSurprise({ attendees: [viewer.id] })
    const { changeset } = await edit(editor, id, { attendees: [] })
    await edit(editor, id, { hiddenFrom: [viewer.id] })
    expect(await codeOf(as(editor).run(undo, { changeset: changeset! }))).toBe('INVALID')
  })
})

it('deletes hidden events with the account of the last user who sees them, and counts them in the deletion plan', async () => {
  const [leaver, other] = [await makeUser('leaver'), await makeUser('other')]
  const { group, calendar } = await makeGroup(other)
  await addMember(leaver, other, group, 'editor')
  const { id } = await as(leaver).createEvent({ calendarId: calendar, hiddenFrom: [other.id] })
  const shared = await as(leaver).createEvent({ calendarId: calendar })
  const plan = () =>
    db.transaction(async (tx) => planAccountDeletion(tx, await grant(tx, leaver, 'own', 'self', null)))
  const { hidden, plan: confirmedPlan } = await plan()
  expect(hidden).toBe(1)
  await as(leaver).run(deleteAccount, { proof: leaver.email, plan: confirmedPlan })
  const remaining = await db.execute(sql`select id from events where id in (${id}, ${shared.id})`)
  expect(remaining.map((row) => row.id)).toEqual([shared.id])
})

it.each(['leaves', 'is removed from'])(
  'deletes hidden events when the last user who sees them %s the group',
  async (how) => {
    const [leaver, other, third] = [
      await makeUser('leaver'),
      await makeUser('other'),
      await makeUser('third'),
    ]
    const { group, calendar } = await makeGroup(other)
    await addMember(leaver, other, group, 'editor')
    const createIn = async (fields: object) =>
      (await as(leaver).createEvent({ calendarId: calendar, ...fields })).id
    const hidden = await createIn({ hiddenFrom: [other.id] })
    const shared = await createIn({})
    const inOwnCalendar = await createIn({ calendarId: leaver.calendar, hiddenFrom: [other.id] })
    await addMember(third, other, group, 'viewer')
    const seenByThird = await createIn({ hiddenFrom: [other.id] })
    await edit(leaver, hidden, { hiddenFrom: [other.id, third.id] })
    if (how === 'leaves') await as(leaver).run(leaveGroup, { group, hidden: 1 })
    else await as(other).run(removeMember, { group, user: leaver.id })
    const remaining = await db.execute(
      sql`select id from events where id in (${hidden}, ${shared}, ${inOwnCalendar}, ${seenByThird})`,
    )
    expect(remaining.map(({ id }) => id).sort()).toEqual([shared, inOwnCalendar, seenByThird].sort())
  },
)
