import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { accounts, users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { findSession } from '@/lib/access/sessions'
import { execute } from '@/lib/commands/pipeline/execute'
import { as, codeOf, errorOf, makeUser } from '@/test/database/fixtures'
import { resetByLink, verifyAddress } from './account-links'
import { connectProvider, disconnectGoogle } from './google'
import { changeEmail, changePassword, confirmIdentity, endOtherSessions, endSession } from './security'
import {
  countCutOffs,
  deliverMailTo,
  openSessionOf,
  PASSWORD,
  requestLink,
  signUpByPassword,
  smtp,
} from './security.test.mails'
import { resetPassword } from './users'

describe('a password and sessions', () => {
  it('changes the password with the old one and ends other sessions', async () => {
    const ann = await signUpByPassword()
    const [mine, other] = [await openSessionOf(ann), await openSessionOf(ann)]
    const change = { password: 'another long password', session: mine.session }
    expect(
      (await errorOf(as(ann).run(changePassword, { ...change, current: 'wrong' }))).detail.fields,
    ).toEqual({
      current: { code: 'wrong_current_password' },
    })
    expect((await as(ann).run(changePassword, { ...change, current: PASSWORD })).result).toEqual({
      ended: 1,
    })
    expect(await findSession(other.token)).toBeNull()
    expect(await findSession(mine.token)).not.toBeNull()
    expect(await countCutOffs(ann)).toBe(1)
  })

  it('lets users end only their own sessions', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const [current, other, bobSession] = [
      await openSessionOf(ann),
      await openSessionOf(ann),
      await openSessionOf(bob),
    ]
    expect(await codeOf(as(ann).run(endSession, { session: bobSession.session }))).toBe('NOT_FOUND')
    expect(await codeOf(as(NOBODY).run(endSession, { session: bobSession.session }))).toBe('SIGNED_OUT')
    await as(ann).run(endOtherSessions, { session: current.session })
    expect(await findSession(other.token)).toBeNull()
    await as(ann).run(endSession, { session: current.session })
    expect(await findSession(current.token)).toBeNull()
    expect(await findSession(bobSession.token)).not.toBeNull()
  })

  it('refuses to disconnect Google as the last sign-in method', async () => {
    const ann = await makeUser('ann')
    await db
      .insert(accounts)
      .values({ userId: ann.id, type: 'oidc', provider: 'google', providerAccountId: randomUUID() })
    await db.update(users).set({ emailVerified: null }).where(eq(users.id, ann.id))
    const { session } = await openSessionOf(ann)
    expect(await codeOf(as(ann).run(disconnectGoogle, { session }))).toBe('CONFLICT')
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, ann.id))
    await as(ann).run(disconnectGoogle, { session })
    expect(await db.select().from(accounts).where(eq(accounts.userId, ann.id))).toEqual([])
  })
})

describe('Google as a second sign-in method', () => {
  it('requires the password or a recent sign-in to connect or disconnect Google', async () => {
    const ann = await signUpByPassword()
    const { session } = await openSessionOf(ann)
    for (const command of [confirmIdentity, disconnectGoogle]) {
      for (const current of ['', 'wrong password']) {
        const { detail } = await errorOf(as(ann).run(command, { session, current }))
        expect(detail.fields).toEqual({ current: { code: 'wrong_current_password' } })
      }
      expect(await codeOf(as(ann).run(command, { session, current: PASSWORD }))).toBe('ok')
    }
    const bob = await makeUser('bob')
    const bobSession = await openSessionOf(bob)
    const bobInput = { session: bobSession.session }
    expect((await as(bob).run(confirmIdentity, bobInput)).result).toEqual(bobInput)
    expect(await codeOf(as(bob).run(confirmIdentity, { session }))).toBe('NOT_FOUND')
    await db.execute(
      sql`update sessions set created_at = now() - interval '11 minutes' where id = ${bobSession.session}`,
    )
    expect((await errorOf(as(bob).run(confirmIdentity, bobInput))).detail.fields).toEqual({
      current: { code: 'sign_in_again' },
    })
  })

  it('lets no user connect a provider, which only the callback of the provider may', async () => {
    const ann = await makeUser('ann')
    const google = {
      ...{ email: ann.email, provider: 'google', type: 'oidc', providerAccountId: randomUUID() },
      isNew: false,
    }
    expect(await codeOf(as(ann).run(connectProvider, google))).toBe('NOT_FOUND')
    expect(await codeOf(as(NOBODY).run(connectProvider, google))).toBe('SIGNED_OUT')
  })
})

describe('security mails to the user', () => {
  /** Sends the queued mails to an address. @returns the subjects of all mails to it, in order */
  async function subjectsTo(address: string): Promise<string[]> {
    await deliverMailTo(address)
    return smtp.mails.filter(({ to }) => to.includes(address)).map(({ subject }) => subject)
  }

  it('mails the user that the password was changed, in the language of the user', async () => {
    const ann = await signUpByPassword()
    await db.update(users).set({ locale: 'de-AT' }).where(eq(users.id, ann.id))
    const { session } = await openSessionOf(ann)
    const change = { current: PASSWORD, password: 'another long password', session }
    await as(ann).run(changePassword, change)
    expect(await subjectsTo(ann.email)).toContain('Dein Passwort für Kinday wurde geändert')
    const mail = smtp.mails.find(({ to, subject }) => to.includes(ann.email) && /geändert/.test(subject))!
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain('Warst das nicht du?')
      expect(body).toMatch(/\/reset\b/)
    }
    // Resets by link and from the administration shell are mailed too.
    await requestLink(ann.email, 'reset')
    await as(NOBODY).run(resetByLink, { token: await deliverMailTo(ann.email), password: PASSWORD })
    await execute({ kind: 'job', name: 'admin' }, resetPassword, { email: ann.email }, { origin: 'job' })
    const subjects = (await subjectsTo(ann.email)).filter((subject) => subject.includes('wurde geändert'))
    expect(subjects).toHaveLength(3)
  })

  it('mails the new address to the old one if the old one was verified', async () => {
    for (const verified of [new Date(), null]) {
      const ann = await signUpByPassword()
      await deliverMailTo(ann.email)
      await db.update(users).set({ emailVerified: verified }).where(eq(users.id, ann.id))
      const { session } = await openSessionOf(ann)
      const email = `${randomUUID()}@example.org`
      await as(ann).run(changeEmail, { email, current: PASSWORD, session })
      await as(ann).run(verifyAddress, { token: await deliverMailTo(email) })
      const subjects = await subjectsTo(ann.email)
      expect(subjects.includes('Your Kinday address was changed')).toBe(verified !== null)
      const texts = smtp.mails.filter(({ to }) => to.includes(ann.email)).map(({ text }) => text)
      expect(texts.some((text) => text.includes(email))).toBe(verified !== null)
    }
  })

  it('mails when Google is connected or disconnected, except at sign-up', async () => {
    const ann = await signUpByPassword()
    const connect = (email: string, isNew: boolean) =>
      execute(
        { kind: 'job', name: 'google' },
        connectProvider,
        { email, isNew, provider: 'google', type: 'oidc', providerAccountId: randomUUID() },
        { origin: 'web' },
      )
    await connect(ann.email, false)
    const { session } = await openSessionOf(ann)
    await as(ann).run(disconnectGoogle, { session, current: PASSWORD })
    // The second disconnect changes nothing and sends no mail.
    await as(ann).run(disconnectGoogle, { session, current: PASSWORD })
    expect((await subjectsTo(ann.email)).slice(1)).toEqual([
      'Google was connected to your Kinday account',
      'Google was disconnected from your Kinday account',
    ])
    const bob = await makeUser('bob')
    await connect(bob.email, true)
    expect(await subjectsTo(bob.email)).toEqual([])
  })
})
