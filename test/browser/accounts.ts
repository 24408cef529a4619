import { randomBytes, randomUUID, scryptSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { TEST_DATA, TEST_PORT } from '@/playwright.config'
import { PASSWORD } from '@/test/access/scenario'
import { databaseUrl } from '@/test/clients/over-http'

let connected: Promise<void> | undefined

/**
 * Connects app code in this process to the database and the realtime server of the browser tests. Restores the
 * environment afterwards, because servers that tests start inherit it.
 */
async function connectToServer(): Promise<void> {
  const inherited = process.env
  const secrets = JSON.parse(readFileSync(join(TEST_DATA, 'secrets.json'), 'utf8')) as Record<string, string>
  process.env = {
    ...inherited,
    ...{ DATABASE_URL: databaseUrl(), DATABASE_POOL: '1', AUTH_SECRET: secrets.AUTH_SECRET },
    ENCRYPTION_KEY: secrets.ENCRYPTION_KEY,
    ...{ PUSHER_APP_ID: secrets.PUSHER_APP_ID, PUSHER_KEY: secrets.PUSHER_KEY },
    ...{ PUSHER_SECRET: secrets.PUSHER_SECRET, PUSHER_EMBEDDED: '1' },
    ...{ PUSHER_HOST: 'localhost', PUSHER_PORT: String(TEST_PORT) },
  }
  try {
    const { env } = await import('@/lib/env')
    // lib/env reads all settings when the first one is used.
    if (env.databaseUrl !== process.env.DATABASE_URL) throw new Error('The settings were read before.')
  } finally {
    process.env = inherited
  }
}

export interface AccountProfile {
  name: string
  timeZone: string
  locale: string
}

/** Creates an account in the database with a session. */
export async function createSignedInAccount({ name, timeZone, locale }: AccountProfile, userAgent: string) {
  connected ??= connectToServer()
  await connected
  const { db } = await import('@/db/client')
  const { users } = await import('@/db/schema/users')
  const { execute } = await import('@/lib/commands/pipeline/execute')
  const { signUpByProvider } = await import('@/lib/commands/users')
  const { loadReach } = await import('@/lib/access/reach')
  const { openSession } = await import('@/lib/access/sessions')
  const email = `${randomUUID()}@example.org`
  const regional = { timeZone, locale, weekStart: 1, hourCycle: 'h23' } as const
  const actor = { kind: 'job', name: 'sign-up' } as const
  const { result } = await execute(
    actor,
    signUpByProvider,
    { name, email, verified: false, dateSettings: regional },
    { origin: 'web' },
  )
  await db.update(users).set({ passwordHash: PASSWORD_HASH }).where(eq(users.id, result.id))
  const { token } = await openSession(result.id, { userAgent, address: null })
  const { calendars } = await loadReach(db, { kind: 'user', id: result.id })
  return { email, token, calendar: calendars[0]!.id }
}

/** Hash of PASSWORD at a low cost. */
const PASSWORD_HASH = (() => {
  const salt = randomBytes(16)
  const hash = scryptSync(PASSWORD, salt, 32, { N: 16, r: 8, p: 1 })
  return `scrypt$16$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`
})()
