import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { pushSubscriptions } from '@/db/schema/push'
import { sessions } from '@/db/schema/users'
import { endSession as endSessionOfCookie } from '@/lib/access/end-sessions'
import { hashToken } from '@/lib/access/secrets'
import { openSession } from '@/lib/access/sessions'
import { listPushDevices } from '@/lib/queries/push-devices'
import { as, codeOf, makeUser, type TestUser } from '@/test/database/fixtures'
import { startPushService } from '@/test/servers/push-service.mjs'
import { deleteAccountOf } from './account-deletion.test.accounts'
import { sendTestPush, subscribePush, unsubscribePush } from './push'
import { vapidKeys } from './rows/vapid-keys'
import { endOtherSessions, endSession } from './security'

let service: Awaited<ReturnType<typeof startPushService>>
let ann: TestUser
let bob: TestUser
beforeAll(async () => {
  service = await startPushService()
})
afterAll(() => service.close())
beforeEach(async () => {
  process.env.ALLOW_PRIVATE_TARGETS = '1'
  ann = await makeUser('ann')
  bob = await makeUser('bob')
})

/** Signs the user in. Returns the session's id and the value of its cookie. */
async function signIn(user: TestUser) {
  const { token } = await openSession(user.id, { userAgent: 'Mozilla/5.0 (iPhone) Firefox/1', address: null })
  const [session] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.sessionToken, hashToken(token)))
  return { session: session!.id, token }
}

const browser = () => {
  const { endpoint, keys } = service.device()
  return { endpoint, keys }
}

const devicesOf = (user: TestUser, session: string = randomUUID()) => listPushDevices(db, user.id, session)

describe('devices', () => {
  it('lists a device once however often it subscribes, and without its address and keys', async () => {
    const { session } = await signIn(ann)
    const subscription = browser()
    const first = await as(ann).run(subscribePush, { session, ...subscription })
    const second = await as(ann).run(subscribePush, { session, ...subscription })
    expect(second.result).toEqual(first.result)
    expect(await devicesOf(ann, session)).toEqual([
      { id: first.result.id, browser: 'Firefox', system: 'iPhone', isCurrent: true, lastSuccessAt: null },
    ])
  })

  it('replaces the subscription of a session whose browser has a new endpoint', async () => {
    const { session } = await signIn(ann)
    await as(ann).run(subscribePush, { session, ...browser() })
    const { result } = await as(ann).run(subscribePush, { session, ...browser() })
    expect((await devicesOf(ann)).map(({ id }) => id)).toEqual([result.id])
  })

  it('renews a subscription in a new session, but not one that the user has removed', async () => {
    const subscription = browser()
    const old = await signIn(ann)
    await as(ann).run(subscribePush, { session: old.session, ...subscription })
    const renewedAt = Date.now()
    await endSessionOfCookie(old.token)
    const { session } = await signIn(ann)
    await db.execute(sql`update sessions set created_at = now() + interval '1 second' where id = ${session}`)
    const { result } = await as(ann).run(subscribePush, { session, ...subscription, renewedAt })
    expect(await devicesOf(ann, session)).toMatchObject([{ id: result.id, isCurrent: true }])
    await as(ann).run(unsubscribePush, { device: result.id! })
    const later = { session, ...subscription, renewedAt: Date.now() + 2000 }
    expect((await as(ann).run(subscribePush, later)).result).toEqual({ id: null })
    expect(await devicesOf(ann)).toEqual([])
  })

  it('gives a browser to the user who enabled push messages in it last, as a new device', async () => {
    const subscription = browser()
    const first = await as(ann).run(subscribePush, { session: (await signIn(ann)).session, ...subscription })
    const second = await as(bob).run(subscribePush, { session: (await signIn(bob)).session, ...subscription })
    expect(await devicesOf(ann)).toEqual([])
    expect(second.result.id).not.toBe(first.result.id)
  })

  it('stores a replaced subscription in a new session of its user, and not in the session of another user', async () => {
    const [former, next] = [browser(), browser()]
    const old = await signIn(ann)
    const { result } = await as(ann).run(subscribePush, { session: old.session, ...former })
    const replaced = { ...next, replacedEndpoint: former.endpoint }
    const ofBob = await as(bob).run(subscribePush, { session: (await signIn(bob)).session, ...replaced })
    expect([ofBob.result.id, await devicesOf(bob)]).toEqual([null, []])
    const { session } = await signIn(ann)
    // The device is the same, so messages that wait for it are sent to its new endpoint.
    for (let n = 0; n < 2; n++)
      expect((await as(ann).run(subscribePush, { session, ...replaced })).result).toEqual(result)
    const stored = db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, ann.id))
    expect(await stored).toMatchObject([
      { endpoint: next.endpoint, p256dh: next.keys.p256dh, sessionId: session },
    ])
  })

  it('replaces the subscription of the session if the browser does not send the former endpoint', async () => {
    const { session } = await signIn(ann)
    const replace = () => as(ann).run(subscribePush, { session, ...browser(), replacedEndpoint: null })
    expect((await replace()).result.id).toBeNull()
    const { result } = await as(ann).run(subscribePush, { session, ...browser() })
    expect((await replace()).result).toEqual(result)
    expect(await devicesOf(ann, session)).toMatchObject([{ id: result.id, isCurrent: true }])
  })

  it('keeps the twenty devices with the latest deliveries', async () => {
    const ids: string[] = []
    for (let n = 0; n < 21; n++) {
      const { session } = await signIn(ann)
      ids.push((await as(ann).run(subscribePush, { session, ...browser() })).result.id!)
      await db.execute(sql`
        update push_subscriptions set last_success_at = now() - ${n === 1 ? 1 : 0} * interval '1 day'
        where id = ${ids[n]}`)
    }
    const remaining = new Set((await devicesOf(ann)).map(({ id }) => id))
    expect(ids.filter((id) => !remaining.has(id))).toEqual([ids[1]])
  })

  it('removes a device when its session is signed out or ended from elsewhere', async () => {
    const [current, signedOut, ended, other] = [
      await signIn(ann),
      await signIn(ann),
      await signIn(ann),
      await signIn(ann),
    ]
    for (const { session } of [current, signedOut, ended, other]) {
      await as(ann).run(subscribePush, { session, ...browser() })
    }
    await endSessionOfCookie(signedOut.token)
    expect(await devicesOf(ann)).toHaveLength(3)
    await as(ann).run(endSession, { session: ended.session })
    expect(await devicesOf(ann)).toHaveLength(2)
    await as(ann).run(endOtherSessions, { session: current.session })
    expect(await devicesOf(ann, current.session)).toMatchObject([{ isCurrent: true }])
  })

  it('removes all devices with the account', async () => {
    const { session } = await signIn(ann)
    await as(ann).run(subscribePush, { session, ...browser() })
    await deleteAccountOf(ann)
    expect(await db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, ann.id))).toEqual([])
  })
})

describe('refusals', () => {
  it('refuses the session of another user, and devices of another user', async () => {
    const { session } = await signIn(ann)
    expect(await codeOf(as(bob).run(subscribePush, { session, ...browser() }))).toBe('NOT_FOUND')
    const { result } = await as(ann).run(subscribePush, { session, ...browser() })
    expect(await codeOf(as(bob).run(unsubscribePush, { device: result.id! }))).toBe('NOT_FOUND')
    expect(await codeOf(as(bob).run(sendTestPush, { device: result.id! }))).toBe('NOT_FOUND')
  })

  it('refuses invalid keys', async () => {
    const { session } = await signIn(ann)
    const { endpoint, keys } = browser()
    for (const broken of [
      { ...keys, p256dh: 'x' },
      { ...keys, auth: '' },
      { ...keys, p256dh: `CA${'x'.repeat(85)}` },
    ]) {
      expect(await codeOf(as(ann).run(subscribePush, { session, endpoint, keys: broken }))).toBe('INVALID')
    }
  })

  it('refuses subscriptions beyond a hundred an hour', async () => {
    const { session } = await signIn(ann)
    const subscription = browser()
    const subscribe = () => as(ann).run(subscribePush, { session, ...subscription })
    for (let n = 0; n < 100; n++) await subscribe()
    expect(await codeOf(subscribe())).toBe('TOO_MANY')
  })

  it('sends at most ten test messages an hour', async () => {
    const { session } = await signIn(ann)
    const { result } = await as(ann).run(subscribePush, { session, ...browser() })
    for (let n = 0; n < 10; n++) await as(ann).run(sendTestPush, { device: result.id! })
    expect(await codeOf(as(ann).run(sendTestPush, { device: result.id! }))).toBe('TOO_MANY')
  })
})

it('creates the VAPID keys once, even if two processes need them concurrently', async () => {
  await db.execute(sql`update instance set vapid_public_key = null, vapid_private_key = null`)
  const keys = await Promise.all([1, 2, 3, 4].map(() => vapidKeys()))
  expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(1)
  expect(await vapidKeys()).toEqual(keys[0])
})
