import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { accounts, users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { hashPassword } from '@/lib/access/passwords'
import { findSession, openSession } from '@/lib/access/sessions'
import { execute } from '@/lib/commands/pipeline/execute'
import { deliverMail } from '@/lib/jobs/deliver-mail'
import { as, codeOf, errorOf, makeUser, type TestUser } from '@/test/database/fixtures'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { resetByLink, sendLink, sendVerification, verifyAddress } from './account-links'
import { connectProvider, disconnectGoogle } from './google'
import { changeEmail, changePassword, confirmIdentity, endOtherSessions, endSession } from './security'
import { resetPassword } from './users'

const JOB = { kind: 'job', name: 'account-link' } as const

const PASSWORD = 'a long enough password'

const smtp = await startSmtp()
process.env.SMTP_URL = smtp.url

afterAll(() => smtp.close())
beforeEach(() => {
  smtp.mode = 'fine'
})

// Hashing is slow, so users whose password is not under test share one hash.
const hash = hashPassword(PASSWORD)

/** Creates a user who signed up by password, with an unverified address. */
async function signedUp(email = `${randomUUID()}@example.org`): Promise<TestUser> {
  const testUser = await makeUser('ann')
  await db
    .update(users)
    .set({ email, emailVerified: null, passwordHash: await hash })
    .where(eq(users.id, testUser.id))
  await as({ kind: 'user', id: testUser.id }).run(sendVerification, {})
  return { ...testUser, email }
}

async function sessionOf({ id }: TestUser) {
  const { token } = await openSession(id, { userAgent: null, address: null })
  return { token, session: (await findSession(token))!.session.id }
}

/** Sends the queued mails to an address. @returns the token of the link in the last one */
async function mailTo(address: string): Promise<string> {
  const rows = await db
    .select()
    .from(deliveries)
    .where(eq(deliveries.address, address))
    .orderBy(deliveries.id)
  for (const { id, outcome } of rows) if (outcome === 'queued') await deliverMail(id)
  const mails = smtp.mails.filter(({ to }) => to.includes(address))
  return /\/(?:link|reset|verify)\/([\w-]{32})/.exec(mails.at(-1)?.text ?? '')?.[1] ?? ''
}
const asks = (email: string, purpose: 'sign-in' | 'reset') =>
  execute(JOB, sendLink, { email, purpose }, { origin: 'web' })

/** Returns the number of jobs that close live connections of a user. */
async function cutOffsOf({ id }: { id: string }): Promise<number> {
  const jobs = await db.execute(sql`
    select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'cut-off' and payload ->> 'user' = ${id}`)
  return jobs.length
}

describe('a password and sessions', () => {
  it('changes the password with the old one and ends other sessions', async () => {
    const ann = await signedUp()
    const [mine, other] = [await sessionOf(ann), await sessionOf(ann)]
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
    expect(await cutOffsOf(ann)).toBe(1)
  })

  it('lets only their owner end sessions', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const [current, other, bobSession] = [await sessionOf(ann), await sessionOf(ann), await sessionOf(bob)]
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
    const { session } = await sessionOf(ann)
    expect(await codeOf(as(ann).run(disconnectGoogle, { session }))).toBe('CONFLICT')
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, ann.id))
    await as(ann).run(disconnectGoogle, { session })
    expect(await db.select().from(accounts).where(eq(accounts.userId, ann.id))).toEqual([])
  })
})

describe('Google as a second sign-in method', () => {
  it('requires confirmed identity to connect or disconnect Google', async () => {
    const ann = await signedUp()
    const { session } = await sessionOf(ann)
    for (const command of [confirmIdentity, disconnectGoogle]) {
      for (const current of ['', 'wrong password']) {
        const { detail } = await errorOf(as(ann).run(command, { session, current }))
        expect(detail.fields).toEqual({ current: { code: 'wrong_current_password' } })
      }
      expect(await codeOf(as(ann).run(command, { session, current: PASSWORD }))).toBe('ok')
    }
    const bob = await makeUser('bob')
    const his = await sessionOf(bob)
    const own = { session: his.session }
    expect((await as(bob).run(confirmIdentity, own)).result).toEqual(own)
    expect(await codeOf(as(bob).run(confirmIdentity, { session }))).toBe('NOT_FOUND')
    await db.execute(
      sql`update sessions set created_at = now() - interval '11 minutes' where id = ${his.session}`,
    )
    expect((await errorOf(as(bob).run(confirmIdentity, own))).detail.fields).toEqual({
      current: { code: 'sign_in_again' },
    })
  })

  it('connects a provider only by its callback', async () => {
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
    await mailTo(address)
    return smtp.mails.filter(({ to }) => to.includes(address)).map(({ subject }) => subject)
  }

  it('mails a changed password in the language of the user', async () => {
    const ann = await signedUp()
    await db.update(users).set({ locale: 'de-AT' }).where(eq(users.id, ann.id))
    const { session } = await sessionOf(ann)
    const change = { current: PASSWORD, password: 'another long password', session }
    await as(ann).run(changePassword, change)
    expect(await subjectsTo(ann.email)).toContain('Dein Passwort für Kinday wurde geändert')
    const mail = smtp.mails.find(({ to, subject }) => to.includes(ann.email) && /geändert/.test(subject))!
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain('Warst das nicht du?')
      expect(body).toMatch(/\/reset\b/)
    }
    // Resets by link and from the administration shell are mailed too.
    await asks(ann.email, 'reset')
    await as(NOBODY).run(resetByLink, { token: await mailTo(ann.email), password: PASSWORD })
    await execute({ kind: 'job', name: 'admin' }, resetPassword, { email: ann.email }, { origin: 'job' })
    const subjects = (await subjectsTo(ann.email)).filter((subject) => subject.includes('wurde geändert'))
    expect(subjects).toHaveLength(3)
  })

  it('mails a changed address to the old one, if it was verified', async () => {
    for (const verified of [new Date(), null]) {
      const ann = await signedUp()
      await mailTo(ann.email)
      await db.update(users).set({ emailVerified: verified }).where(eq(users.id, ann.id))
      const { session } = await sessionOf(ann)
      const email = `${randomUUID()}@example.org`
      await as(ann).run(changeEmail, { email, current: PASSWORD, session })
      await as(ann).run(verifyAddress, { token: await mailTo(email) })
      const subjects = await subjectsTo(ann.email)
      expect(subjects.includes('Your Kinday address was changed')).toBe(verified !== null)
      const texts = smtp.mails.filter(({ to }) => to.includes(ann.email)).map(({ text }) => text)
      expect(texts.some((text) => text.includes(email))).toBe(verified !== null)
    }
  })

  it('mails when Google is connected or disconnected, except at sign-up', async () => {
    const ann = await signedUp()
    const connect = (email: string, isNew: boolean) =>
      execute(
        { kind: 'job', name: 'google' },
        connectProvider,
        { email, isNew, provider: 'google', type: 'oidc', providerAccountId: randomUUID() },
        { origin: 'web' },
      )
    await connect(ann.email, false)
    const { session } = await sessionOf(ann)
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
