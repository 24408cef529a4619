import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { db, type Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { grantAll } from '@/lib/access/grant'
import { invitedGroupsConsumer } from '@/lib/jobs/consumers/invited-groups'
import { as, codeOf, type Family, hour, loadEventDetail, makeFamily } from '@/test/database/fixtures'
import { waitForLockWait } from '@/test/database/lock-waits'
import { deleteManagedMembers } from './effects/delete-managed-members'
import { createEvent } from './events'
import { addManagedMember, removeManagedMember } from './managed-members'

let family: Family
let user: string
beforeEach(async () => {
  family = await makeFamily()
  user = (await as(family.owner).run(addManagedMember, { group: family.group, name: 'Mia' })).result.user
})

it('keeps an edit of an occurrence that is saved while an attendee without an account is removed', async () => {
  const { owner, calendar, group } = family
  const { id } = await as(owner).createEvent({ calendarId: calendar, rules: ['FREQ=DAILY;COUNT=4'] })
  const occurrence = '2026-11-22T09:00:00'
  const write = (tx: Tx, override: object) =>
    tx
      .update(events)
      .set({
        overrides: {
          [occurrence]: { attendees: [{ userId: user, email: null, name: null }], ...override },
        },
      })
      .where(eq(events.id, id))
  await db.transaction((tx) => write(tx, {}))
  let removal: Promise<unknown> | undefined
  await db.transaction(async (tx) => {
    await write(tx, { title: 'Swimming' })
    removal = as(owner).run(removeManagedMember, { group, user })
    await waitForLockWait()
  })
  await removal
  const [row] = await db.select().from(events).where(eq(events.id, id))
  expect(row!.overrides).toEqual({
    [occurrence]: { title: 'Swimming', attendees: [{ userId: null, email: null, name: 'Mia' }] },
  })
})

it('keeps the name in an event that invites a member without an account while they are removed', async () => {
  const { owner, editor, calendar, group } = family
  const input = { calendarId: calendar, title: 'Swim', span: hour('2026-11-22'), attendees: [user] }
  let removal: Promise<unknown> | undefined
  let id = ''
  await db.transaction(async (tx) => {
    const parsed = createEvent.input.parse(input)
    const grants = await grantAll(tx, editor, createEvent.on(parsed))
    const context = { tx, grants, actor: editor, now: new Date(), prepared: undefined }
    removal = as(owner).run(removeManagedMember, { group, user })
    await waitForLockWait()
    const { result, writes } = await createEvent.run(context, parsed)
    await writes
    id = result.id
  })
  await removal
  const people = (await loadEventDetail(owner, id)).attendees
  expect(people).toMatchObject([{ userId: null, name: 'Mia' }])
})

it('refuses to invite a member without an account while they are removed', async () => {
  let invitation: Promise<unknown> | undefined
  await db.transaction(async (tx) => {
    await deleteManagedMembers(tx, [{ userId: user, name: 'Mia' }], new Date())
    invitation = codeOf(as(family.editor).createEvent({ calendarId: family.calendar, attendees: [user] }))
    await waitForLockWait()
  })
  expect(await invitation).toBe('INVALID')
})

it('does not invite a new member without an account to the events of the group while they are removed', async () => {
  const { owner, calendar, group } = family
  const { id } = await as(owner).createEvent({ calendarId: calendar, groups: [group] })
  let joining: Promise<unknown> | undefined
  await db.transaction(async (tx) => {
    await deleteManagedMembers(tx, [{ userId: user, name: 'Mia' }], new Date())
    joining = db.transaction((other) =>
      invitedGroupsConsumer(other, [{ after: { groupId: group, userId: user } }] as never),
    )
    await waitForLockWait()
  })
  await joining
  expect((await loadEventDetail(owner, id)).attendees).toEqual([])
})
