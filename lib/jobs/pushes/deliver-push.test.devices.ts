import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { alarmDue } from '@/db/schema/layers'
import { notifications } from '@/db/schema/notifications'
import { pushSubscriptions } from '@/db/schema/push'
import { sessions } from '@/db/schema/users'
import { subscribePush } from '@/lib/commands/push'
import { dispatch } from '@/lib/jobs/dispatch'
import { fireAlarms } from '@/lib/jobs/fire-alarms'
import type { PushMessage } from '@/lib/push/message'
import { as, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { startPushService } from '@/test/servers/push-service.mjs'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { deliverPush } from './deliver-push'

export type PushService = Awaited<ReturnType<typeof startPushService>>

/** Time limit of requests in tests: long enough for a loaded machine. */
const TIMEOUT_MS = 1000

/**
 * Starts a push service and a mail server for the tests of a file. Each test gets a family, of which nothing is pushed
 * yet, and a push service of its own, since one that does not answer is paused.
 */
export function startPushes() {
  const state = {} as { family: Family; service: PushService }
  let smtp: Awaited<ReturnType<typeof startSmtp>>
  beforeAll(async () => {
    process.env.ALLOW_PRIVATE_TARGETS = '1'
    smtp = await startSmtp()
    process.env.SMTP_URL = smtp.url
  })
  afterAll(() => smtp.close())
  beforeEach(async () => {
    state.family = await makeFamily()
    await dispatch()
    await db.delete(deliveries)
    await db.delete(notifications)
    await db.delete(pushSubscriptions)
    state.service = await startPushService()
    return () => state.service.close()
  })
  return state
}

/** Signs a user in on a device that receives push messages. */
export async function addDevice(user: TestUser, service: PushService) {
  const [session] = await db
    .insert(sessions)
    .values({ sessionToken: randomUUID(), userId: user.id, expires: new Date(Date.now() + 86_400_000) })
    .returning({ id: sessions.id })
  const { id: name, ...subscription } = service.device()
  const { result } = await as(user).run(subscribePush, { session: session!.id, ...subscription })
  return { id: result.id!, name, session: session!.id, ...subscription }
}

export const pushesTo = (user: TestUser) =>
  db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.userId, user.id), eq(deliveries.channel, 'push')))
    .orderBy(deliveries.createdAt)

export const mailsTo = (user: TestUser) =>
  db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.userId, user.id), eq(deliveries.channel, 'email')))

/** Sends the queued messages to a user. Returns what arrived. */
export async function deliver(
  user: TestUser,
  service: PushService,
): Promise<(PushMessage & { device: string; ttl: number })[]> {
  await dispatch()
  const before = service.messages.length
  for (const { id, outcome } of await pushesTo(user))
    if (outcome === 'queued') await deliverPush(id, undefined, TIMEOUT_MS)
  return service.messages.slice(before).map(({ text, device, ttl }) => ({ ...JSON.parse(text), device, ttl }))
}

export const invite = ({ owner, calendar }: Family, user: TestUser, title = 'Dinner') =>
  as(owner).createEvent({
    ...{ calendarId: calendar, title, span: hour('2027-01-21') },
    attendees: [user.id],
  })

/** Creates an event of a user that starts in a quarter of an hour, and fires its alarm. */
export async function remind(
  user: TestUser,
  { kind = 'event' as 'event' | 'reminder', method = 'in-app' as const } = {},
) {
  const startsAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 15 * 60_000)
  const wall = (at: number) => new Date(at).toISOString().slice(0, 19)
  const { id } = await as(user).createEvent({
    ...{ calendarId: user.calendar, title: 'Dentist', kind },
    span: {
      ...{ type: 'timed', startZone: 'UTC', endZone: 'UTC', start: wall(startsAt.getTime()) },
      end: wall(startsAt.getTime() + (kind === 'reminder' ? 0 : 3_600_000)),
    },
  })
  await dispatch()
  await db.delete(alarmDue).where(eq(alarmDue.eventId, id))
  await db.insert(alarmDue).values({
    ...{ id: crypto.randomUUID(), userId: user.id, eventId: id, method, trigger: '-15', startsAt },
    dueAt: new Date(),
  })
  await fireAlarms()
  return id
}

/** Returns when the job of a delivery runs, in seconds from now. */
export async function secondsUntilRetry(delivery: string): Promise<number> {
  const rows = await db.execute<{ seconds: number }>(sql`
    select extract(epoch from run_at - now())::float8 as seconds from graphile_worker._private_jobs
    where payload ->> 'delivery' = ${delivery} order by id desc limit 1`)
  return rows[0]!.seconds
}
