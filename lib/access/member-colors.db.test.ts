import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { members } from '@/db/schema/groups'
import { addComment } from '@/lib/commands/comments'
import { updateEvent } from '@/lib/commands/events'
import { dispatch } from '@/lib/jobs/dispatch'
import { loadActivity } from '@/lib/queries/activity.test.entries'
import { eventComments } from '@/lib/queries/comments'
import { eventHistory } from '@/lib/queries/event-history'
import { mentionable } from '@/lib/queries/mentionable'
import { news } from '@/lib/queries/news'
import { notificationList } from '@/lib/queries/notifications/list'
import {
  addMember,
  as,
  hour,
  insertShare,
  makeFamily,
  makeGroup,
  type TestUser,
} from '@/test/database/fixtures'
import { grant } from './grant'

it('shows authors in their color in the group of the event, and without a color to users outside it', async () => {
  const { owner, editor, viewer, stranger, group, calendar } = await makeFamily()
  const other = await makeGroup(editor)
  await addMember(viewer, editor, other.group)
  await insertShare(calendar, { userId: stranger.id }, 'viewer')
  const setColor = (id: string, color: string) =>
    db.update(members).set({ color }).where(eq(members.groupId, id))
  await setColor(group, 'pink')
  await setColor(other.group, 'teal')
  const input = { calendarId: calendar, title: 'Swim', span: hour('2027-11-05'), attendees: [viewer.id] }
  const { id } = await as(owner).createEvent(input)
  await as(editor).run(updateEvent, { id, version: 1, patch: { title: 'Sail' } })
  await as(editor).run(addComment, { event: id, text: 'At ten' })
  await dispatch()

  const colorsSeenBy = async (user: TestUser) => {
    const reach = await as(user).loadReach()
    const granted = await db.transaction((tx) => grant(tx, user, 'read', 'event', id))
    const { entries } = await eventHistory(db, granted, reach)
    const { comments } = await eventComments(db, granted)
    const list = await notificationList(db, reach, 'UTC')
    const [mentioned] = await mentionable(db, user.id, { event: granted.row }, { ids: [editor.id] })
    return {
      history: entries.flatMap(({ by }) => (by?.id === editor.id ? [by.color] : [])),
      comments: comments.map(({ author }) => author.color),
      notifications: list.items.flatMap(({ by }) => (by?.id === editor.id ? by.color : [])),
      news: (await news(db, reach, 0, 'UTC')).flatMap(({ by }) => (by?.id === editor.id ? by.color : [])),
      mentioned: mentioned?.color,
    }
  }
  const { notifications, news: shown, ...inEvent } = await colorsSeenBy(viewer)
  expect(inEvent).toEqual({ history: ['pink', 'pink'], comments: ['pink'], mentioned: 'pink' })
  for (const colors of [notifications, shown]) {
    expect(colors.length).toBeGreaterThan(0)
    expect(colors.every((color) => color === 'pink' || color === 'teal')).toBe(true)
  }
  const { entries } = await loadActivity(viewer, group)
  expect(entries.map(({ author }) => author?.color)).toEqual(entries.map(() => 'pink'))
  const seen = await colorsSeenBy(stranger)
  expect(seen.comments).toEqual([null])
  expect([...seen.history, ...seen.news].filter(Boolean)).toEqual([])
})
