import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { notifications } from '@/db/schema/notifications'
import { answerEvent } from '@/lib/commands/answers'
import { addComment, deleteComment, editComment } from '@/lib/commands/comments'
import { updateEvent } from '@/lib/commands/events'
import { markNotificationsRead, muteGroup } from '@/lib/commands/notifications'
import { dispatch } from '@/lib/jobs/dispatch'
import { notificationList } from '@/lib/queries/notifications/list'
import { notificationsOutput } from '@/lib/schemas/notifications'
import { as, type Family, insertViewers, makeFamily, type TestUser } from '@/test/database/fixtures'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
  await dispatch()
  await db.delete(notifications)
})

/** Returns a user's notifications in short form. */
async function read(user: TestUser) {
  await dispatch()
  const reach = await as(user).loadReach()
  const { items } = notificationsOutput.parse(await notificationList(db, reach, 'UTC'))
  return items.map(({ kind, op, title, where, by, count, changes }) =>
    [kind, op, title || where?.name, by?.name, count, ...changes.map(({ to }) => to)].join(', '),
  )
}

/** Creates an event with attendees, who have read the invitation. */
async function invite(...people: TestUser[]) {
  const attendees = people.map(({ id }) => id)
  const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, attendees })
  await dispatch()
  await db.delete(notifications)
  return id
}

const comment = async (author: TestUser, thread: { event: string } | { group: string }, text: string) =>
  (await as(author).run(addComment, { ...thread, text })).result.id

describe('notifications of comments', () => {
  it('notifies the organizer, attendees who have not declined and earlier authors of a comment, but nobody else', async () => {
    const { owner, viewer, editor, admin } = family
    const event = await invite(viewer, editor)
    await as(editor).run(answerEvent, { id: event, version: 1, status: 'declined' })
    await comment(viewer, { event }, 'Who brings the cake?')
    expect(await read(owner)).toContain('commented, commented, Dinner, viewer, 1, Who brings the cake?')
    expect([await read(viewer), await read(editor), await read(admin)]).toEqual([[], [], []])
    await comment(admin, { event }, 'I do')
    expect(await read(viewer)).toEqual(['commented, commented, Dinner, admin, 1, I do'])
  })

  it('notifies mentioned users once, also when the mention is added later', async () => {
    const { owner, editor, viewer } = family
    const event = await invite()
    const id = await comment(owner, { event }, `Can you cook, <@${editor.id}>?`)
    expect(await read(editor)).toEqual(['mentioned, mentioned, Dinner, owner, 1, Can you cook, @editor?'])
    const text = `Can you cook, <@${editor.id}> or <@${viewer.id}>?`
    await as(owner).run(editComment, { comment: id, text })
    expect(await read(viewer)).toEqual([
      'mentioned, mentioned, Dinner, owner, 1, Can you cook, @editor or @viewer?',
    ])
    expect(await read(editor)).toHaveLength(1)
  })

  it('notifies no user of a mention in a comment on an event that is hidden from them', async () => {
    const { owner, editor, viewer, calendar } = family
    const { id: event } = await as(owner).createEvent({ calendarId: calendar, hiddenFrom: [editor.id] })
    await comment(viewer, { event }, `Shh, <@${editor.id}>`)
    expect(await read(owner)).toContain('commented, commented, Dinner, viewer, 1, Shh, @editor')
    expect(await read(editor)).toEqual([])
  })

  it('combines notifications of a burst of comments by several authors', async () => {
    const { owner, editor, admin, viewer } = family
    const event = await invite()
    await comment(editor, { event }, 'One')
    await comment(admin, { event }, 'Two')
    expect(await read(owner)).toEqual(['commented, comments, Dinner, admin, 2, Two'])
    await comment(viewer, { event }, 'Three')
    await comment(owner, { event }, 'An answer of the organizer')
    expect(await read(owner)).toEqual(['commented, comments, Dinner, viewer, 3, Three'])
  })

  it('removes notifications of a deleted comment, and from users who can no longer see the event', async () => {
    const { owner, editor, viewer } = family
    const event = await invite(viewer)
    const id = await comment(editor, { event }, 'Sorry')
    expect(await read(owner)).toHaveLength(1)
    await as(owner).run(updateEvent, {
      id: event,
      version: 1,
      patch: { attendees: [], visibility: 'private' },
    })
    expect((await read(viewer)).filter((text) => text.startsWith('commented'))).toEqual([])
    await as(owner).run(updateEvent, { id: event, version: 2, patch: { visibility: 'default' } })
    await as(editor).run(deleteComment, { comment: id })
    expect((await read(owner)).filter((text) => text.startsWith('commented'))).toEqual([])
  })

  it('sends no notification of a comment to users from whom the event is hidden', async () => {
    const { owner, editor, admin } = family
    const { id: event } = await as(owner).createEvent({ calendarId: family.calendar })
    await comment(admin, { event }, 'What is this?')
    await dispatch()
    await db.delete(notifications)
    await as(owner).run(updateEvent, { id: event, version: 1, patch: { hiddenFrom: [admin.id] } })
    await comment(editor, { event }, 'A surprise')
    expect(await read(admin)).toEqual([])
    expect(await read(owner)).toEqual(['commented, commented, Dinner, editor, 1, A surprise'])
  })
})

describe('notifications of messages to a group', () => {
  it('sends members combined notifications of messages in their group, unless they mute it', async () => {
    const { owner, editor, viewer, admin, group } = family
    await as(editor).run(muteGroup, { group, muted: true })
    await comment(viewer, { group }, 'Hello')
    await comment(admin, { group }, `Hi <@${owner.id}>`)
    expect(await read(editor)).toEqual([])
    expect(await read(owner)).toEqual([
      'mentioned, mentioned-in-group, Family, admin, 1, Hi @owner',
      'commented, message, Family, viewer, 1, Hello',
    ])
    expect(await read(viewer)).toEqual(['commented, message, Family, admin, 1, Hi @owner'])
  })

  it('marks notifications of a conversation as read, but no others of the group', async () => {
    const { owner, viewer, group } = family
    await comment(viewer, { group }, `Hello <@${owner.id}>`)
    await comment(viewer, { group }, 'Is anybody here?')
    await dispatch()
    const joined = { id: randomUUID(), userId: owner.id, kind: 'joined' as const, groupId: group }
    await db.insert(notifications).values(joined)
    const marked = await as(owner).run(markNotificationsRead, { which: { conversation: group } })
    expect(marked.result.count).toBe(2)
  })

  it('sends notifications of messages in a large group only to users who have written in it', async () => {
    const { owner, viewer, editor, group } = family
    await insertViewers(group, 60)
    await comment(viewer, { group }, 'Hello')
    await comment(owner, { group }, 'Hello too')
    expect(await read(editor)).toEqual([])
    expect(await read(viewer)).toEqual(['commented, message, Family, owner, 1, Hello too'])
  })
})
