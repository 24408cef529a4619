import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { hiddenFrom } from '@/db/schema/attendees'
import { deliveries } from '@/db/schema/deliveries'
import { notificationPreferences, notificationSettings, notifications } from '@/db/schema/notifications'
import { users } from '@/db/schema/users'
import { subscriptionToken } from '@/lib/access/subscription-tokens'
import type { NotificationKind, NotificationMode } from '@/lib/calendar/notifications'
import { updateEvent } from '@/lib/commands/events'
import { sendTestNotification, setNotificationSettings } from '@/lib/commands/notifications'
import { endSubscription } from '@/lib/http/subscriptions'
import { deliverMail } from '@/lib/jobs/deliver-mail'
import { queueDigests } from '@/lib/jobs/digests'
import { dispatch } from '@/lib/jobs/dispatch'
import { deliveryLog } from '@/lib/queries/notifications/delivery-log'
import { notificationSettingsOf } from '@/lib/queries/notifications/settings'
import { statementsOf } from '@/test/database/count-statements'
import {
  as,
  codeOf,
  type Family,
  hour,
  insertViewers,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { startSmtp } from '@/test/servers/smtp.mjs'

let smtp: Awaited<ReturnType<typeof startSmtp>>
beforeAll(async () => {
  smtp = await startSmtp()
  process.env.SMTP_URL = smtp.url
})
afterAll(() => smtp.close())

let family: Family
beforeEach(async () => {
  family = await makeFamily()
  await dispatch()
  await db.delete(deliveries)
  await db.delete(notificationPreferences)
  await db.delete(notifications)
})

const setEmailMode = (user: TestUser, kind: NotificationKind, mode: NotificationMode) =>
  db
    .insert(notificationSettings)
    .values({ userId: user.id, kind, channel: 'email', mode })
    .onConflictDoUpdate({
      target: [notificationSettings.userId, notificationSettings.kind, notificationSettings.channel],
      set: { mode },
    })

const mailsTo = (user: TestUser) =>
  db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.userId, user.id), eq(deliveries.channel, 'email')))
    .orderBy(deliveries.createdAt)

/** Sends the queued mails to a user. Returns what arrived. */
async function deliver(user: TestUser) {
  await dispatch()
  const before = smtp.mails.length
  for (const { id, outcome } of await mailsTo(user)) if (outcome === 'queued') await deliverMail(id)
  return smtp.mails.slice(before)
}

const invite = (...people: TestUser[]) =>
  as(family.owner).createEvent({
    ...{ calendarId: family.calendar, title: 'Dinner', span: hour('2027-01-21') },
    attendees: people.map(({ id }) => id),
  })

describe('mails about notifications', () => {
  it('mails changes with old and new values, a link to the event, and a link to unsubscribe', async () => {
    const { owner, viewer } = family
    const { id, version } = await invite(viewer)
    const [invitation] = await deliver(viewer)
    expect(invitation!.subject).toBe('owner invited you to Dinner')
    expect(invitation!.text).toContain('Thu, Jan 21, 2027')
    await db.delete(notifications)
    await as(owner).run(updateEvent, { id, version, patch: { span: hour('2027-01-22'), location: 'Home' } })
    const [mail] = await deliver(viewer)
    expect(mail!.subject).toBe('owner changed Dinner: Time and Location')
    expect(mail!.text).toMatch(/Time: Fri, Jan 22, 2027.*\(was Thu, Jan 21, 2027/)
    expect(mail!.text).toContain(`event=${id}`)
    const token = subscriptionToken(viewer.id, 'changed')
    expect(mail!.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(mail!.text).toContain(`/subscriptions/${token}`)
  })

  it('combines consecutive notifications of a kind in one mail', async () => {
    const { viewer } = family
    await invite(viewer)
    await invite(viewer)
    await dispatch()
    await invite(viewer)
    const mails = await deliver(viewer)
    expect(mails.map(({ subject }) => subject)).toEqual(['3 new notifications'])
    const sent = await db.select().from(notifications).where(eq(notifications.userId, viewer.id))
    expect(sent.every(({ mailedAt }) => mailedAt !== null)).toBe(true)
  })

  it('sends nothing about an event that was hidden from the user meanwhile, or to an address that was replaced', async () => {
    const { editor, viewer } = family
    const { id } = await invite(viewer, editor)
    await dispatch()
    await db.insert(hiddenFrom).values({ eventId: id, userId: viewer.id })
    await db
      .update(users)
      .set({ email: `new-${editor.email}` })
      .where(eq(users.id, editor.id))
    expect(await deliver(viewer)).toEqual([])
    expect(await deliver(editor)).toEqual([])
  })

  it('sends another mail of changes after the first mail', async () => {
    const { owner, viewer } = family
    const { id, version } = await invite(viewer)
    await deliver(viewer)
    await db.delete(notifications)
    const first = await as(owner).run(updateEvent, { id, version, patch: { location: 'Home' } })
    await deliver(viewer)
    await as(owner).run(updateEvent, { id, version: first.result.version, patch: { location: 'Garden' } })
    expect((await deliver(viewer)).map(({ subject }) => subject)).toEqual([
      'owner changed the location of Dinner to Garden',
    ])
  })

  it('sends no mail of notifications before the end of quiet hours', async () => {
    const { viewer } = family
    const minute = Math.floor(Date.now() / 60_000) % 1440
    await as(viewer).run(setNotificationSettings, {
      quietHours: { from: (minute + 1430) % 1440, to: (minute + 10) % 1440 },
    })
    await invite(viewer)
    await dispatch()
    const [job] = await db.execute<{ isDelayed: boolean }>(sql`
      select run_at > now() + interval '1 minute' as "isDelayed" from graphile_worker._private_jobs
      where payload ->> 'delivery' = ${(await mailsTo(viewer))[0]!.id}`)
    expect(job).toEqual({ isDelayed: true })
  })

  it('shows in the app a notification whose mail failed for good, and lists both in the delivery log', async () => {
    const { viewer } = family
    await db
      .insert(notificationSettings)
      .values({ userId: viewer.id, kind: 'invited', channel: 'in-app', mode: 'off' })
    await invite(viewer)
    await dispatch()
    const [mail] = await mailsTo(viewer)
    await db
      .update(deliveries)
      .set({ createdAt: new Date(0) })
      .where(eq(deliveries.id, mail!.id))
    await deliverMail(mail!.id)
    expect(await db.select().from(notifications)).toMatchObject([{ userId: viewer.id, dismissedAt: null }])
    expect((await deliveryLog(db, viewer.id)).map(({ id: _, at: __, ...row }) => row)).toEqual([
      { channel: 'in-app', kind: 'invited', outcome: 'sent', isFallback: true },
      { channel: 'email', kind: 'invited', outcome: 'failed', isFallback: false },
    ])
  })
})

describe('digests and agendas', () => {
  const at = (time: string) => Date.parse(time)

  it('sends one digest a day, at 7:00 in the time zone of the user or later', async () => {
    const { viewer } = family
    await setEmailMode(viewer, 'invited', 'digest')
    await db.update(users).set({ timeZone: 'Asia/Kathmandu' }).where(eq(users.id, viewer.id))
    await invite(viewer)
    await invite(viewer)
    await dispatch()
    await db.update(notifications).set({ createdAt: new Date('2027-01-10T20:00:00Z') })
    // 07:00 in Kathmandu is 01:15 in UTC.
    expect(await queueDigests(at('2027-01-11T01:14:00Z'))).toBe(0)
    expect(await queueDigests(at('2027-01-11T09:00:00Z'))).toBe(1)
    expect(await queueDigests(at('2027-01-11T09:01:00Z'))).toBe(0)
    expect((await deliver(viewer)).map(({ subject }) => subject)).toEqual([
      'Your Kinday digest: 2 notifications',
    ])
    expect(await queueDigests(at('2027-01-12T09:01:00Z'))).toBe(0)
  })

  it('sends the agenda of the day without events of other days and events hidden from the user', async () => {
    const { owner, viewer, calendar } = family
    await as(viewer).run(setNotificationSettings, { agenda: 'day' })
    await db.update(notificationPreferences).set({ digestedOn: '2027-01-20' })
    await as(owner).createEvent({ calendarId: calendar, title: 'Swim', span: hour('2027-01-21') })
    await as(owner).createEvent({ calendarId: calendar, title: 'Tomorrow', span: hour('2027-01-22') })
    await as(owner).createEvent({
      ...{ calendarId: calendar, title: 'Secret', span: hour('2027-01-21'), hiddenFrom: [viewer.id] },
    })
    expect(await queueDigests(at('2027-01-21T08:00:00Z'))).toBe(1)
    const [mail] = await deliver(viewer)
    expect(mail!.subject).toBe('Your agenda for Thursday, January 21')
    expect(mail!.text).toContain('Swim')
    expect(mail!.text).not.toMatch(/Tomorrow|Secret/)
  })

  it('queues the digests and agendas of 21 users with a bounded number of statements', async () => {
    const { viewer, group } = family
    const ids = [viewer.id, ...(await insertViewers(group, 20))]
    await db.update(users).set({ emailVerified: new Date() })
    await db
      .insert(notificationPreferences)
      .values(ids.map((userId) => ({ userId, agenda: 'day' as const, digestedOn: '2027-01-20' })))
    await setEmailMode(viewer, 'invited', 'digest')
    await invite(viewer)
    await dispatch()
    await db.update(notifications).set({ createdAt: new Date('2027-01-20T20:00:00Z') })
    let mails = 0
    const statements = await statementsOf(async () => {
      mails = await queueDigests(at('2027-01-21T08:00:00Z'))
    })
    expect(mails).toBe(22)
    expect(statements.length).toBeLessThan(10)
  })

  it('sends the agenda of the week once, on its first day or as soon as a worker runs', async () => {
    const { viewer, owner, calendar } = family
    await as(viewer).run(setNotificationSettings, { agenda: 'week' })
    // Monday is 2027-01-18.
    await db.update(notificationPreferences).set({ digestedOn: '2027-01-16' })
    await as(owner).createEvent({ calendarId: calendar, title: 'Swim', span: hour('2027-01-21') })
    expect(await queueDigests(at('2027-01-17T08:00:00Z'))).toBe(0)
    expect(await queueDigests(at('2027-01-19T08:00:00Z'))).toBe(1)
    expect(await queueDigests(at('2027-01-20T08:00:00Z'))).toBe(0)
    expect(await queueDigests(at('2027-01-25T08:00:00Z'))).toBe(1)
  })
})

describe('unsubscribing without signing in', () => {
  const post = (token: string, body: string) =>
    endSubscription(
      new Request('http://localhost/', {
        ...{ method: 'POST', body },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      token,
    )

  it('turns off only mails of the kind that the token names', async () => {
    const { viewer } = family
    const token = subscriptionToken(viewer.id, 'changed')
    expect((await post(token, 'List-Unsubscribe=One-Click')).status).toBe(200)
    const { modes } = await notificationSettingsOf(db, viewer.id)
    expect([modes.changed, modes.invited]).toEqual([
      { 'in-app': 'now', push: 'now', email: 'off' },
      { 'in-app': 'now', push: 'now', email: 'now' },
    ])
  })

  it('turns off the digest and the agenda', async () => {
    const { viewer } = family
    await setEmailMode(viewer, 'answered', 'digest')
    await as(viewer).run(setNotificationSettings, { agenda: 'day' })
    expect((await post(subscriptionToken(viewer.id, 'digest'), '')).status).toBe(303)
    expect((await post(subscriptionToken(viewer.id, 'agenda'), '')).status).toBe(303)
    const { modes, agenda } = await notificationSettingsOf(db, viewer.id)
    expect([modes.answered.email, modes.invited.email, agenda]).toEqual(['off', 'now', 'off'])
  })

  it('refuses a token that was changed to another kind or user', async () => {
    const { viewer, editor } = family
    const token = subscriptionToken(viewer.id, 'changed')
    for (const forged of [
      token.replace('changed', 'invited'),
      token.replace(viewer.id.replaceAll('-', ''), editor.id.replaceAll('-', '')),
    ]) {
      expect((await post(forged, 'List-Unsubscribe=One-Click')).status).toBe(404)
    }
    expect((await notificationSettingsOf(db, editor.id)).modes.changed.email).toBe('now')
  })
})

it('sends a test notification by mail, at most five an hour', async () => {
  const { viewer } = family
  const test = () => as(viewer).run(sendTestNotification, { channel: 'email' })
  await test()
  expect((await deliver(viewer)).map(({ subject }) => subject)).toEqual(['Kinday: test notification'])
  for (let times = 2; times <= 5; times++) await test()
  expect(await codeOf(test())).toBe('TOO_MANY')
})
