import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { members } from '@/db/schema/groups'
import { layers } from '@/db/schema/layers'
import { notificationSettings, notifications } from '@/db/schema/notifications'
import { users } from '@/db/schema/users'
import { DAY } from '@/lib/calendar/day'
import { purgeNotifications } from '@/lib/commands/rows/notifications'
import { as, makeFamily, type TestUser } from '@/test/database/fixtures'
import { type NewNotification, notify } from './notify'

// Enables mail. No worker runs, so nothing is sent.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

const write = (...rows: NewNotification[]) => db.transaction((tx) => notify(tx, rows))
const notificationsOf = (user: TestUser) =>
  db.select().from(notifications).where(eq(notifications.userId, user.id))

async function makeEvent() {
  const family = await makeFamily()
  const { id: eventId } = await as(family.owner).createEvent({ calendarId: family.calendar })
  const stream = `calendar-${family.calendar}`
  const changed = (user: TestUser, seq = 1): NewNotification => ({
    ...{ userId: user.id, kind: 'changed', eventId, stream, seq },
  })
  return { ...family, eventId, changed }
}

describe('notify', () => {
  it('writes one notification for a change, and pings its user without content', async () => {
    const { viewer, changed } = await makeEvent()
    const { changes } = await write(changed(viewer), changed(viewer, 2))
    expect(changes).toEqual([
      { stream: `user-${viewer.id}`, hidden: true, entity: 'notification', id: viewer.id, op: 'changed' },
    ])
    expect((await write(changed(viewer))).changes).toEqual([])
    expect(await notificationsOf(viewer)).toHaveLength(2)
  })

  it('writes nothing for suspended users, muted events and muted groups', async () => {
    const { owner, admin, editor, viewer, eventId, group, changed } = await makeEvent()
    await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, admin.id))
    await db.insert(layers).values({ id: randomUUID(), userId: editor.id, eventId, muted: true })
    await db.update(members).set({ muted: true }).where(eq(members.userId, viewer.id))
    await write(...[owner, admin, editor, viewer].map((user) => changed(user)))
    await write({ userId: viewer.id, kind: 'joined', groupId: group, stream: `group-${group}`, seq: 9 })
    expect(await Promise.all([owner, admin, editor, viewer].map(notificationsOf))).toMatchObject([
      [{}],
      [],
      [],
      [],
    ])
    await write({ userId: viewer.id, kind: 'reminder', eventId, channels: ['in-app'] })
    expect(await notificationsOf(viewer)).toMatchObject([{ kind: 'reminder', dismissedAt: null }])
  })

  it('shows a notification, drops it or keeps it for the digest, by the settings of its kind', async () => {
    const { editor, viewer, changed } = await makeEvent()
    const setMode = (user: TestUser, channel: 'in-app' | 'email', mode: 'off' | 'digest') =>
      db.insert(notificationSettings).values({ userId: user.id, kind: 'changed', channel, mode })
    await setMode(editor, 'in-app', 'off')
    await setMode(editor, 'email', 'digest')
    await setMode(viewer, 'in-app', 'off')
    await setMode(viewer, 'email', 'off')
    const { changes } = await write(changed(editor), changed(viewer))
    expect(changes).toEqual([])
    expect(await notificationsOf(editor)).toMatchObject([
      { awaitsDigest: true, dismissedAt: expect.any(Date) },
    ])
    expect(await notificationsOf(viewer)).toEqual([])
  })

  it('mails a reminder only to users who get mails about reminders, and shows it to the others', async () => {
    const { editor, viewer, eventId } = await makeEvent()
    const reminder = ({ id }: TestUser): NewNotification => ({
      ...{ userId: id, kind: 'reminder', eventId, channels: ['email'] },
    })
    const off = { kind: 'reminder', channel: 'email', mode: 'off' } as const
    await db.insert(notificationSettings).values({ userId: viewer.id, ...off })
    const { jobs } = await write(reminder(editor), reminder(viewer))
    expect(jobs).toHaveLength(1)
    expect(await notificationsOf(editor)).toMatchObject([{ dismissedAt: expect.any(Date) }])
    expect(await notificationsOf(viewer)).toMatchObject([{ dismissedAt: null }])
  })

  it('purges notifications that are older than 90 days', async () => {
    const { viewer, changed } = await makeEvent()
    await write(changed(viewer), changed(viewer, 2))
    const old = new Date(Date.now() - 91 * DAY)
    await db.update(notifications).set({ createdAt: old }).where(eq(notifications.seq, 1))
    await purgeNotifications()
    expect((await notificationsOf(viewer)).map(({ seq }) => seq)).toEqual([2])
  })

  it('shows a reminder by mail in the app if the address is not verified', async () => {
    const { viewer, eventId } = await makeEvent()
    await db.update(users).set({ emailVerified: null }).where(eq(users.id, viewer.id))
    const { changes } = await write({ userId: viewer.id, kind: 'reminder', eventId, channels: ['email'] })
    expect(changes).toHaveLength(1)
    expect(await notificationsOf(viewer)).toMatchObject([{ dismissedAt: null }])
  })
})
