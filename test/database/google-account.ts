import { v7 as uuidv7 } from 'uuid'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { encryptCredentials } from '@/lib/access/credentials'
import { credentialsContext } from '@/lib/commands/rows/connections'
import type { GoogleStub } from '@/test/servers/google-calendar/server'

/** Sets the environment variables that lead Google's clients to a stub. Call it before any setting is read. */
export function pointToGoogleStub({ url, client }: GoogleStub): void {
  process.env.GOOGLE_CLIENT_ID = client.id
  process.env.GOOGLE_CLIENT_SECRET = client.secret
  process.env.GOOGLE_API_URL = url
  process.env.GOOGLE_TOKEN_URL = `${url}token`
}

/** Stores a connection of a user to the account of a stub, whose calendars were listed just now. */
export async function insertGoogleConnection(
  userId: string,
  tokens: { access_token: string; refresh_token?: string; expiry_date?: number },
): Promise<string> {
  const id = uuidv7()
  const full = { refresh_token: 'refresh', expiry_date: Date.now() + 3_600_000, ...tokens }
  const encrypted = encryptCredentials({ tokens: full }, credentialsContext(id))
  await db.insert(connections).values({
    ...{ id, userId, kind: 'google', account: `${id.slice(-6)}@example.org`, listedAt: new Date() },
    ...encrypted,
  })
  return id
}

/** Stores a binding of a calendar of the stub, which is called `family@example.org` by default. */
export async function insertGoogleBinding(
  connectionId: string,
  calendarId: string,
  columns: Partial<typeof bindings.$inferInsert> = {},
): Promise<string> {
  const id = uuidv7()
  const remoteId = columns.remoteId ?? 'family@example.org'
  const remote = { id: remoteId, name: 'Family', zone: 'Europe/Berlin', color: null, isPrimary: false }
  await db.insert(bindings).values({
    ...{ id, connectionId, calendarId, remoteId, direction: 'both' },
    remote: { ...remote, access: 'write' },
    ...columns,
  })
  return id
}
