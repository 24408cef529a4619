import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeEach } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { users } from '@/db/schema/users'
import { hashPassword } from '@/lib/access/passwords'
import { findSession, openSession } from '@/lib/access/sessions'
import { execute } from '@/lib/commands/pipeline/execute'
import { deliverMail } from '@/lib/jobs/deliver-mail'
import { as, makeUser, type TestUser } from '@/test/database/fixtures'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { sendLink, sendVerification } from './account-links'

const JOB = { kind: 'job', name: 'account-link' } as const

export const PASSWORD = 'a long enough password'

/** The mail server of the test file that imports this. */
export const smtp = await startSmtp()
process.env.SMTP_URL = smtp.url

afterAll(() => smtp.close())
beforeEach(() => {
  smtp.mode = 'fine'
})

// Hashing is slow, so users whose password is not under test share one hash.
const hash = hashPassword(PASSWORD)

/** Creates a user who signed up by password, with an unverified address. */
export async function signUpByPassword(email = `${randomUUID()}@example.org`): Promise<TestUser> {
  const testUser = await makeUser('ann')
  await db
    .update(users)
    .set({ email, emailVerified: null, passwordHash: await hash })
    .where(eq(users.id, testUser.id))
  await as({ kind: 'user', id: testUser.id }).run(sendVerification, {})
  return { ...testUser, email }
}

/** Signs a user in. */
export async function openSessionOf({ id }: TestUser) {
  const { token } = await openSession(id, { userAgent: null, address: null })
  return { token, session: (await findSession(token))!.session.id }
}

/** Sends the queued mails to an address. @returns the token of the link in the last one */
export async function deliverMailTo(address: string): Promise<string> {
  const rows = await db
    .select()
    .from(deliveries)
    .where(eq(deliveries.address, address))
    .orderBy(deliveries.id)
  for (const { id, outcome } of rows) if (outcome === 'queued') await deliverMail(id)
  const mails = smtp.mails.filter(({ to }) => to.includes(address))
  return /\/(?:link|reset|verify)\/([\w-]{32})/.exec(mails.at(-1)?.text ?? '')?.[1] ?? ''
}

/** Requests a sign-in or reset link by mail. */
export const requestLink = (email: string, purpose: 'sign-in' | 'reset') =>
  execute(JOB, sendLink, { email, purpose }, { origin: 'web' })

/** Returns the number of jobs that close live connections of a user. */
export async function countCutOffs({ id }: { id: string }): Promise<number> {
  const jobs = await db.execute(sql`
    select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'cut-off' and payload ->> 'user' = ${id}`)
  return jobs.length
}
