import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attachmentFiles } from '@/db/schema/attachments'
import { grant } from '@/lib/access/grant'
import { attachFile, detachFile } from '@/lib/commands/attachments'
import { addComment, deleteComment, editComment, pinComment } from '@/lib/commands/comments'
import { updateEvent } from '@/lib/commands/events'
import { as, type Family, insertPlacement, makeFamily, type TestUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { formatEntries, loadActivity } from './activity.test.entries'
import { eventHistory } from './event-history'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const comment = async (author: Parameters<typeof as>[0], event: string, text: string) =>
  (await as(author).run(addComment, { event, text })).result.id

const attach = async (user: TestUser, event: string) => {
  const [file] = await db
    .insert(attachmentFiles)
    .values({ id: randomUUID(), name: 'plan.pdf', type: 'application/pdf', bytes: 3, createdBy: user.id })
    .returning()
  return (await as(user).run(attachFile, { event, files: [file!.id] })).result.attachments[0]!.id
}

async function historyOf(user: TestUser, event: string) {
  const reach = await as(user).loadReach()
  const { entries } = await db.transaction(async (tx) =>
    eventHistory(tx, await grant(tx, user, 'read', 'event', event), reach),
  )
  return entries.map(({ op, by, changes }) => [op, by?.name ?? null, changes[0]?.person, changes[0]?.to])
}

it('lists added, edited and deleted comments in the history of an event, without the text of deleted ones', async () => {
  const { owner, viewer, calendar } = family
  const { id } = await as(owner).createEvent({ calendarId: calendar, guestsMayComment: true })
  const first = await comment(viewer, id, `Hi <@${owner.id}>`)
  await as(viewer).run(editComment, { comment: first, text: `Hello <@${owner.id}>` })
  const guest = await insertGuest(id, { email: 'secret-address@example.org', name: 'Gran' })
  const byGuest = await comment(guest, id, 'DELETED')
  expect((await historyOf(owner, id))[0]).toEqual(['commented', null, 'Gran', 'DELETED'])
  await as(owner).run(deleteComment, { comment: byGuest })
  const history = await historyOf(viewer, id)
  expect(history.slice(0, 4)).toEqual([
    ['comment-deleted', 'owner', null, null],
    ['commented', null, null, null],
    ['comment-edited', 'viewer', undefined, 'Hello @owner'],
    ['commented', 'viewer', undefined, 'Hello @owner'],
  ])
  expect(JSON.stringify(history)).not.toContain('secret-address')
})

it('lists comments on events and attachments in the activity of a group, but not its conversation', async () => {
  const { owner, viewer, group, calendar } = family
  const { id } = await as(owner).createEvent({ calendarId: calendar })
  const message = await as(viewer).run(addComment, { group, text: 'In the group' })
  await as(owner).run(pinComment, { comment: message.result.id, isPinned: true })
  const deleted = await comment(owner, id, 'DELETED')
  await as(owner).run(deleteComment, { comment: deleted })
  await comment(viewer, id, 'Kept')
  await as(owner).run(detachFile, { id: await attach(owner, id) })
  const page = await loadActivity(viewer, group)
  expect(formatEntries(page).slice(0, 6)).toEqual([
    'removed attachment Dinner by owner',
    'added attachment Dinner by owner',
    'added comment Dinner by viewer',
    'removed comment Dinner by owner',
    'added comment Dinner by owner',
    'added event Dinner by owner',
  ])
  expect(page.entries[2]!.items[0]).toMatchObject({ event: { id }, changes: [{ to: 'Kept' }] })
  expect(JSON.stringify(page)).not.toMatch(/DELETED|In the group/)
  const only = await loadActivity(viewer, group, { kind: 'comment' })
  expect(formatEntries(only)).toHaveLength(3)
})

it('lists comments and attachments only for users who see the event in full', async () => {
  const { owner, viewer, group, calendar } = family
  const ownEvent = (await as(owner).createEvent({ calendarId: owner.calendar })).id
  await insertPlacement(ownEvent, calendar, 'title')
  const secret = (await as(owner).createEvent({ calendarId: calendar, visibility: 'private' })).id
  const hidden = (await as(owner).createEvent({ calendarId: calendar, hiddenFrom: [viewer.id] })).id
  for (const id of [ownEvent, secret, hidden]) {
    await comment(owner, id, 'SECRET')
    await attach(owner, id)
  }
  expect(await historyOf(viewer, ownEvent)).toEqual([])
  for (const kind of ['comment', 'attachment'] as const) {
    expect((await loadActivity(viewer, group, { kind })).entries).toEqual([])
    // Changes of hidden events are in no activity.
    expect(formatEntries(await loadActivity(owner, group, { kind }))).toHaveLength(1)
  }
})

it('does not reveal deleted comments of the time when an event was private', async () => {
  const { owner, viewer, group, calendar } = family
  const { id, version } = await as(owner).createEvent({ calendarId: calendar, visibility: 'private' })
  await comment(owner, id, 'Kept')
  await as(owner).run(deleteComment, { comment: await comment(owner, id, 'Deleted') })
  await as(owner).run(updateEvent, { id, version, patch: { visibility: 'default' } })
  const kinds = { kind: 'comment' } as const
  expect(formatEntries(await loadActivity(viewer, group, kinds))).toHaveLength(0)
  expect(formatEntries(await loadActivity(owner, group, kinds))).toHaveLength(3)
  expect((await historyOf(owner, id)).filter(([op]) => op !== 'changed' && op !== 'added')).toHaveLength(3)
})
